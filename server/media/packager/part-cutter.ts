import { AUDIO_TIMESCALE, VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';
import { type AudioSample, type VideoSample, writeMediaPart } from '../fmp4/media-part.ts';
import type { ProgramMap, ProgramPart } from './program-sink.ts';

export interface CutterSettings {
  /** A part is closed as soon as the next picture would bring it nearer to this by going over: ms. */
  readonly partMs: number;
  /** No part, and so no picture, may last longer: ms (PART-TARGET). */
  readonly longestPartMs: number;
  /** A segment ends at the first IDR after this: ms. */
  readonly segmentMs: number;
  /** A segment ends here even without an IDR, or TARGETDURATION would be a lie: ms. */
  readonly longestSegmentMs: number;
  readonly firstSegment: number;
}

/** A picture on the program's clock whose duration is not known yet: it lasts until the next one. */
export interface Picture {
  /** 90 kHz. */
  readonly time: number;
  readonly isKeyframe: boolean;
  readonly nals: readonly Buffer[];
  readonly map: ProgramMap;
  /** The same picture once more, for one that stands longer than a part may last; undefined where the stream can't say that. */
  readonly repeat: () => Buffer | undefined;
}

interface ClosedVideo {
  readonly map: ProgramMap;
  readonly segment: number;
  readonly index: number;
  readonly isLast: boolean;
  readonly startsDiscontinuity: boolean;
  readonly samples: readonly VideoSample[];
  readonly start: number;
  readonly end: number;
}

const toVideoTicks = (ms: number): number => Math.round((ms * VIDEO_TIMESCALE) / 1000);

/**
 * Cuts pictures and sound into parts and segments. Pure: time comes with the samples. A picture's duration is the distance to the next
 * one, so what the playlist declares is what is buffered, and one that stands too long for a part is said again in between; a part waits until sound has reached its picture's end and takes only
 * sound that starts before it.
 */
export class PartCutter {
  readonly #settings: CutterSettings;
  readonly #emit: (part: ProgramPart) => void;
  #held: Picture | undefined;
  #samples: VideoSample[] = [];
  #samplesStart = 0;
  #samplesMap: ProgramMap | undefined;
  #segmentStart = 0;
  #segment: number;
  #index = 0;
  #discontinuity = false;
  #sequence = 1;
  #closed: ClosedVideo[] = [];
  #audio: AudioSample[] = [];
  #audioEnd = 0;
  /** Where the sound ends that has gone out. */
  #soundedUntil = 0;
  #lastDuration = toVideoTicks(40);

  constructor(settings: CutterSettings, emit: (part: ProgramPart) => void) {
    this.#settings = settings;
    this.#segment = settings.firstSegment;
    this.#emit = emit;
  }

  pushVideo(picture: Picture): void {
    // A sender report that moves the clock may put a picture before the program's zero.
    if (picture.time < 0) return;
    const held = this.#held;
    if (!held) {
      if (!picture.isKeyframe) return;
      this.#held = picture;
      this.#openSegmentAt(picture);
      return;
    }
    if (picture.time <= held.time) return;
    for (const repeated of this.#repeats(held, picture.time)) this.#advance(repeated);
    this.#advance(picture);
  }

  /** A sender that chokes leaves holes of seconds: PART-TARGET holds all the same. */
  *#repeats(held: Picture, until: number): Generator<Picture> {
    const { partMs, longestPartMs } = this.#settings;
    if (until - held.time <= toVideoTicks(longestPartMs)) return;
    const nal = held.repeat();
    if (!nal) return;
    for (let time = held.time; until - time > toVideoTicks(longestPartMs); ) {
      time += toVideoTicks(partMs);
      yield { ...held, time, isKeyframe: false, nals: [nal] };
    }
  }

  /** The picture that was held has its duration now, and this one is held. */
  #advance(picture: Picture): void {
    const held = this.#held;
    if (!held) return;
    const duration = picture.time - held.time;
    this.#lastDuration = duration;
    this.#append(held, duration);
    this.#held = picture;
    if (this.#endsSegment(picture)) {
      this.#closePart(true);
      this.#openSegmentAt(picture);
    } else if (picture.time - this.#samplesStart + duration / 2 >= toVideoTicks(this.#settings.partMs)) {
      this.#closePart(false);
    }
  }

  /** Samples of 48 kHz, in order. */
  pushAudio(sample: AudioSample): void {
    this.#audio.push(sample);
    this.#audioEnd = sample.time + sample.duration;
    this.#drain();
  }

  /**
   * Ends what is open, with whatever sound there is. The next picture starts a segment behind a discontinuity.
   * @param endTime when the last picture goes off at the latest, 90 kHz
   */
  breakOff(endTime = Number.POSITIVE_INFINITY): void {
    const held = this.#held;
    if (held) this.#append(held, Math.max(Math.min(this.#lastDuration, Math.round(endTime) - held.time), 1));
    this.#held = undefined;
    if (this.#samples.length > 0) this.#closePart(true);
    for (const closed of this.#closed) this.#emitPart(closed);
    this.#closed = [];
    this.#audio = [];
    this.#audioEnd = 0;
    this.#discontinuity = true;
  }

  #endsSegment(next: Picture): boolean {
    if (next.map !== this.#samplesMap) return true;
    const age = next.time - this.#segmentStart;
    if (next.isKeyframe && age >= toVideoTicks(this.#settings.segmentMs)) return true;
    return age >= toVideoTicks(this.#settings.longestSegmentMs);
  }

  #openSegmentAt(first: Picture): void {
    if (this.#samplesMap !== undefined && first.map !== this.#samplesMap) this.#discontinuity = true;
    this.#samplesMap = first.map;
    this.#segmentStart = first.time;
  }

  #append(picture: Picture, duration: number): void {
    const tooLong = picture.time + duration - this.#samplesStart > toVideoTicks(this.#settings.longestPartMs);
    if (this.#samples.length > 0 && tooLong) this.#closePart(false);
    if (this.#samples.length === 0) this.#samplesStart = picture.time;
    this.#samples.push({ time: picture.time, duration, isKeyframe: picture.isKeyframe, nals: picture.nals });
  }

  #closePart(isLast: boolean): void {
    const last = this.#samples.at(-1);
    const map = this.#samplesMap;
    if (!last || !map) return;
    this.#closed.push({
      map,
      segment: this.#segment,
      index: this.#index,
      isLast,
      startsDiscontinuity: this.#index === 0 && this.#discontinuity,
      samples: this.#samples,
      start: this.#samplesStart,
      end: last.time + last.duration,
    });
    this.#samples = [];
    if (this.#index === 0) this.#discontinuity = false;
    if (isLast) {
      this.#segment += 1;
      this.#index = 0;
    } else {
      this.#index += 1;
    }
    this.#drain();
  }

  #drain(): void {
    for (;;) {
      const [head] = this.#closed;
      if (!head || this.#audioEnd < toAudioTicks(head.end)) return;
      this.#closed.shift();
      this.#emitPart(head);
    }
  }

  #emitPart(closed: ClosedVideo): void {
    const end = toAudioTicks(closed.end);
    const start = toAudioTicks(closed.start);
    const audio: AudioSample[] = [];
    for (;;) {
      const [sample] = this.#audio;
      if (!sample || sample.time >= end) break;
      this.#audio.shift();
      // Sound from before the first picture has nothing to go with, and what begins before the program's zero can't be written:
      // baseMediaDecodeTime is unsigned (ISO/IEC 14496-12 §8.8.12).
      if (sample.time < 0 || sample.time + sample.duration <= start) continue;
      // The source before may have sounded a frame beyond its last picture: behind a discontinuity, too, time never goes back.
      if (closed.startsDiscontinuity && sample.time < this.#soundedUntil) continue;
      audio.push(sample);
    }
    const last = audio.at(-1);
    if (last) this.#soundedUntil = last.time + last.duration;
    const bytes = writeMediaPart({ sequence: this.#sequence, video: closed.samples, audio });
    this.#sequence += 1;
    this.#emit({
      map: closed.map,
      segment: closed.segment,
      index: closed.index,
      isLast: closed.isLast,
      isIndependent: closed.samples[0]?.isKeyframe ?? false,
      startsDiscontinuity: closed.startsDiscontinuity,
      timeMs: (closed.start * 1000) / VIDEO_TIMESCALE,
      durationMs: ((closed.end - closed.start) * 1000) / VIDEO_TIMESCALE,
      bytes,
      sound: audio,
    });
  }
}

function toAudioTicks(videoTicks: number): number {
  return (videoTicks * AUDIO_TIMESCALE) / VIDEO_TIMESCALE;
}
