import { FilterAPI, type Frame } from 'node-av';
import { VIDEO_TIMESCALE, writeInitSegment } from '../fmp4/init-segment.ts';
import { type VideoSample, writeMediaPart } from '../fmp4/media-part.ts';
import { type ReadPicture, readAvcC, readPictures } from '../fmp4/read-part.ts';
import { H264Decoder } from '../h264/decoder.ts';
import { type EncodedPicture, H264Encoder } from '../h264/encoder.ts';
import type { ProgramMap, ProgramPart, ProgramSink } from '../packager/program-sink.ts';

/** Of the shorter side. */
const LINES = 360;
const BITS = 500_000;
/** A part that waits longer than this has viewers who wait: the machine has no room for it. */
const LONGEST_WAIT_MS = 2_000;
/** A show begins with all parts of its first seconds at once, because its sound's clock is known late; more than this is no beginning. */
const MOST_QUEUED_MS = 10_000;

/**
 * The program's parts once more with a picture of 360 lines, under the same numbers, on the same clock, with the same keyframes and the same sound. One
 * thread, beside everything else: what the machine can't keep up with is given up, and costs the program's own picture nothing.
 */
export class SmallPicture implements ProgramSink {
  readonly #to: ProgramSink;
  readonly #dropped: (why: unknown) => void;
  #queue: { part: ProgramPart; sinceMs: number }[] = [];
  #queuedMs = 0;
  #working: Promise<void> | undefined;
  #pipe: Pipe | undefined;
  #hasEnded = false;
  #isDropped = false;
  #sequence = 1;

  /** @param input.dropped it will never come again in this show */
  constructor(input: { to: ProgramSink; dropped: (why: unknown) => void }) {
    this.#to = input.to;
    this.#dropped = input.dropped;
  }

  part(part: ProgramPart): void {
    if (this.#isDropped || this.#hasEnded) return;
    const nowMs = performance.now();
    this.#queue.push({ part, sinceMs: nowMs });
    this.#queuedMs += part.durationMs;
    const waitedMs = nowMs - (this.#queue[0]?.sinceMs ?? nowMs);
    if (waitedMs > LONGEST_WAIT_MS || this.#queuedMs > MOST_QUEUED_MS)
      this.#drop(new Error('the machine has no room for a second picture'));
    else this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** Resolves when everything that was handed over has been made. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working;
  }

  #wake(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.#queue.length > 0) this.#wake();
    });
  }

  async #work(): Promise<void> {
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        await this.#make(next.part);
        this.#queuedMs -= next.part.durationMs;
      }
    } catch (error) {
      this.#drop(error);
    }
    if (!this.#hasEnded && !this.#isDropped) return;
    this.#pipe?.close();
    this.#pipe = undefined;
    if (!this.#isDropped) this.#to.end();
  }

  async #make(part: ProgramPart): Promise<void> {
    if (this.#pipe?.source !== part.map) {
      // Nothing can be decoded before a keyframe, and a map begins with one.
      if (part.index !== 0 || !part.isIndependent) return;
      this.#pipe?.close();
      this.#pipe = await Pipe.open(part.map);
    }
    const video = await this.#pipe.shrink(part);
    const { map } = this.#pipe;
    if (!map || video.length === 0 || this.#isDropped) throw new Error('a part without a picture');
    this.#to.part({ ...part, map, bytes: writeMediaPart({ sequence: this.#sequence++, video, audio: part.sound }) });
  }

  #drop(why: unknown): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#queue = [];
    this.#dropped(why);
    this.#wake();
  }
}

/** Decoder, scaler and encoder of one map. */
class Pipe {
  readonly source: ProgramMap;
  map: ProgramMap | undefined;
  readonly #decoder: H264Decoder;
  readonly #encoder: H264Encoder;
  readonly #scaler: FilterAPI;

  private constructor(source: ProgramMap, parts: { decoder: H264Decoder; encoder: H264Encoder; scaler: FilterAPI }) {
    this.source = source;
    this.#decoder = parts.decoder;
    this.#encoder = parts.encoder;
    this.#scaler = parts.scaler;
  }

  static async open(source: ProgramMap): Promise<Pipe> {
    const avcC = readAvcC(source.bytes);
    if (!avcC) throw new Error('a map without parameter sets');
    const { width, height } = smallSize(source);
    return new Pipe(source, {
      decoder: await H264Decoder.open(avcC),
      encoder: await H264Encoder.open({ width, height, bitrate: BITS }),
      scaler: FilterAPI.create(`scale=${width}:${height}:flags=bilinear,format=yuv420p`),
    });
  }

  /** A part's pictures, each as long as it was. */
  async shrink(part: ProgramPart): Promise<VideoSample[]> {
    const pictures = readPictures(part.bytes);
    const end = Math.round(((part.timeMs + part.durationMs) * VIDEO_TIMESCALE) / 1000);
    const samples: VideoSample[] = [];
    for (const [index, picture] of pictures.entries()) {
      const made = await this.#shrinkOne(picture);
      const until = pictures[index + 1]?.time ?? end;
      const last = samples.at(-1);
      // One that can't be decoded: the one before stands for it too.
      if (!made && last) samples[samples.length - 1] = { ...last, duration: until - last.time };
      if (!made) continue;
      const { nals, isKeyframe, sps, pps } = made.unit;
      if (!this.map && sps && pps) {
        const { sound, id } = this.source;
        this.map = { id, sound, ...writeInitSegment({ video: { sps, pps }, audio: sound }) };
      }
      samples.push({ time: picture.time, duration: until - picture.time, isKeyframe, nals });
    }
    return samples;
  }

  close(): void {
    this.#decoder.close();
    this.#encoder.close();
    this.#scaler.close();
  }

  async #shrinkOne(picture: ReadPicture): Promise<EncodedPicture | undefined> {
    using frame = await this.#decoder.decode(picture);
    if (!frame) return undefined;
    const [small, ...more] = await this.#scaler.processAll(frame);
    for (const each of more) each.free();
    return small ? await this.#encode(small, picture) : undefined;
  }

  async #encode(scaled: Frame, { time, isKeyframe }: ReadPicture): Promise<EncodedPicture | undefined> {
    using frame = scaled;
    return (await this.#encoder.encode(frame, { time, isKeyframe }))[0];
  }
}

/** 640 × 360, 360 × 640: the same shape, in even numbers. */
export function smallSize({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = LINES / Math.min(width, height);
  const even = (pixels: number) => Math.round((pixels * scale) / 2) * 2;
  return { width: even(width), height: even(height) };
}
