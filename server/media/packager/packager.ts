import { writeInitSegment } from '../fmp4/init-segment.ts';
import type { AccessUnit } from '../h264/depacketizer.ts';
import { repeatPicture } from '../h264/repeat-picture.ts';
import { BrokenSps } from '../h264/sps.ts';
import { PART_TARGET_S } from '../hls/playlist.ts';
import { SlateSource } from '../slate/slate-source.ts';
import { PartCutter } from './part-cutter.ts';
import type { ProgramMap, ProgramPart, ProgramSink } from './program-sink.ts';
import { type ProgramClock, SourceIntake } from './source-intake.ts';

/**
 * Parts of 0.2 s, segments of 2 s. The longest segment may still grow by one picture, and must round to TARGETDURATION: below 3.5 s (RFC 8216bis
 * §4.4.3.1).
 */
export const CUT = { partMs: 200, longestPartMs: PART_TARGET_S * 1000, segmentMs: 1800, longestSegmentMs: 3250 };

export interface PackagerOptions {
  readonly sinks: readonly ProgramSink[];
  readonly firstSegment: number;
  /** Server time of media time 0, where the episode has run before: its clock goes on. Undefined: its first frame starts it. */
  readonly epochMs?: number | undefined;
  /** Server time in ms that never goes back. */
  readonly now: () => number;
  readonly onProblem: (what: string) => void;
  /** The sender's time jumped (its laptop slept): the source is closed, and whoever opened it should open it anew. */
  readonly onSourceJumped: () => void;
  /** The program's clock is known (again): viewers need it to tell what they are looking at. */
  readonly onClock: (clock: ProgramClock) => void;
}

/**
 * One episode's program: RTP of whoever publishes it goes in, numbered parts come out to every sink. Lives as long as the episode; its
 * sources come and go, and each new one starts behind a discontinuity on the same clock.
 */
export class Packager {
  readonly #options: PackagerOptions;
  readonly #cutter: PartCutter;
  readonly #sinks: Set<ProgramSink>;
  #epochMs: number | undefined;
  /** Where the last part ended: time never goes back, whatever a new source's first packets do. */
  #endMs = 0;
  #source: SourceIntake | undefined;
  #slate: SlateSource | undefined;
  #sound: { specificConfig: Buffer; channels: number } | undefined;
  #sourceSound: { specificConfig: Buffer; channels: number } | undefined;
  #map: ProgramMap | undefined;
  #parameterSets: { sps: Buffer; pps: Buffer } | undefined;
  #mapCount = 0;
  #clock: ProgramClock | undefined;
  #lastPicture: { mediaTimeMs: number; atMs: number } | undefined;
  #closed = false;

  constructor(options: PackagerOptions) {
    this.#options = options;
    this.#epochMs = options.epochMs;
    this.#sinks = new Set(options.sinks);
    this.#cutter = new PartCutter({ ...CUT, firstSegment: options.firstSegment }, (part) => this.#emit(part));
  }

  /** Server time of the program's first frame, ms: PROGRAM-DATE-TIME counts from it. */
  get epochMs(): number | undefined {
    return this.#epochMs;
  }

  /** What the last picture was made of. */
  get map(): ProgramMap | undefined {
    return this.#map;
  }

  /** Gets the parts from here on. @returns what takes it away */
  addSink(sink: ProgramSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  get clock(): ProgramClock | undefined {
    return this.#clock;
  }

  /** Where the program is now, ms since its first frame; undefined before any picture. */
  mediaTimeMs(): number | undefined {
    if (!this.#lastPicture) return undefined;
    return Math.round(this.#lastPicture.mediaTimeMs + (this.#options.now() - this.#lastPicture.atMs));
  }

  /** Opens the way for a publisher; the one before is closed. Feed the returned intake and tick it. */
  openSource(input: { hasAudio: boolean; requestKeyframe: () => void }): SourceIntake {
    this.closeSource();
    const intake = new SourceIntake({
      hasAudio: input.hasAudio,
      // Nothing of a show's beginning is lost; behind a slate, what came while it stood would only be late.
      startsAtNewest: this.#slate !== undefined,
      programTimeMs: (nowMs) => this.#programTimeMs(nowMs),
      events: {
        starting: (dueMs) => {
          this.#endSlate();
          return this.#programTimeMs(dueMs);
        },
        started: (clock, sound) => {
          this.#clock = clock;
          this.#sourceSound = sound;
          this.#useSound(sound);
          this.#options.onClock(clock);
        },
        picture: ({ time, unit }) => this.#takePicture(time, unit),
        sound: (sample) => {
          if (!this.#slate) this.#cutter.pushAudio(sample);
        },
        requestKeyframe: input.requestKeyframe,
        jumped: () => {
          this.closeSource();
          this.#options.onSourceJumped();
        },
      },
    });
    this.#source = intake;
    return intake;
  }

  /** The publisher has gone: what is open is finished, so that viewers get the last picture. */
  closeSource(): void {
    if (!this.#source) return;
    this.#source.close();
    this.#source = undefined;
    if (!this.#slate) this.#cutter.breakOff();
  }

  /** The host's picture has stopped: still picture and silence until there is one again. Nothing before the show's first picture. */
  showSlate(): void {
    if (this.#slate || this.#closed || !this.#lastPicture) return;
    this.#cutter.breakOff();
    // From where the picture ended: no hole in the timeline, and what is due already goes out at once.
    const startMs = this.#endMs;
    const slate = new SlateSource({
      startMs,
      events: {
        picture: ({ time, unit }) => this.#push(time, unit),
        sound: (sample) => this.#cutter.pushAudio(sample),
      },
    });
    this.#slate = slate;
    this.#useSound(slate.sound);
    this.tick(this.#options.now());
  }

  /** To be called some 20 times a second. */
  tick(nowMs: number): void {
    this.#slate?.playUntil(this.#programTimeMs(nowMs));
  }

  close(): void {
    if (this.#closed) return;
    this.closeSource();
    this.#endSlate();
    this.#closed = true;
    for (const sink of this.#sinks) sink.end();
  }

  #programTimeMs(nowMs: number): number {
    this.#epochMs ??= nowMs;
    return Math.max(nowMs - this.#epochMs, this.#endMs);
  }

  #takePicture(time: number, unit: AccessUnit): void {
    if (this.#slate) {
      // The same source goes on after a short silence: its sound was configured before the slate's.
      this.#endSlate();
      if (this.#sourceSound) this.#useSound(this.#sourceSound);
      this.#source?.demandKeyframe();
    }
    // The slate has used this time already.
    if (time / 90 < this.#endMs) return;
    this.#push(time, unit);
  }

  #push(time: number, unit: AccessUnit): void {
    const map = this.#mapFor(unit);
    if (!map) return;
    this.#lastPicture = { mediaTimeMs: time / 90, atMs: this.#options.now() };
    this.#cutter.pushVideo({ time, isKeyframe: unit.isKeyframe, nals: unit.nals, map, repeat: () => this.#repeat(unit) });
  }

  #repeat(unit: AccessUnit): Buffer | undefined {
    const nal = repeatPicture(unit);
    if (!nal) this.#options.onProblem('a picture stands longer than PART-TARGET, and this stream can’t repeat one');
    return nal;
  }

  #endSlate(): void {
    if (!this.#slate) return;
    this.#slate.close();
    // Its last part is still the slate's.
    this.#cutter.breakOff((this.#options.now() - (this.#epochMs ?? 0)) * 90);
    this.#slate = undefined;
  }

  #useSound(sound: { specificConfig: Buffer; channels: number }): void {
    this.#sound = sound;
    this.#map = undefined;
    this.#parameterSets = undefined;
  }

  #mapFor({ sps, pps, isKeyframe }: AccessUnit): ProgramMap | undefined {
    if (!sps || !pps || !this.#sound) return undefined;
    const known = this.#parameterSets;
    if (this.#map && known?.sps.equals(sps) && known.pps.equals(pps)) return this.#map;
    if (!isKeyframe) return this.#map;
    try {
      const init = writeInitSegment({ video: { sps, pps }, audio: this.#sound });
      this.#map = { id: this.#mapCount, sound: this.#sound, ...init };
      this.#mapCount += 1;
      this.#parameterSets = { sps, pps };
    } catch (error) {
      if (!(error instanceof BrokenSps)) throw error;
      this.#options.onProblem(`SPS ${error.message}`);
    }
    return this.#map;
  }

  #emit(part: ProgramPart): void {
    this.#endMs = part.timeMs + part.durationMs;
    const senderZeroMs = this.#source?.senderZeroMs;
    const told: ProgramPart = this.#slate ? { ...part, isSlate: true } : senderZeroMs === undefined ? part : { ...part, senderZeroMs };
    for (const sink of this.#sinks) sink.part(told);
  }
}
