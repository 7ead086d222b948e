import { Decoder, Demuxer, FilterAPI, type Frame, type Packet, type Stream } from 'node-av';
import { BrokenStretch } from '../../services/recordings/missed-port.ts';
import { AUDIO_TIMESCALE, VIDEO_TIMESCALE, writeInitSegment } from '../fmp4/init-segment.ts';
import { type EncodedPicture, H264Encoder } from '../h264/encoder.ts';
import { OpusToAac } from '../packager/opus-to-aac.ts';
import { CUT } from '../packager/packager.ts';
import { PartCutter } from '../packager/part-cutter.ts';
import type { ProgramMap, ProgramSink } from '../packager/program-sink.ts';

/** As the live packager asks for them. */
const KEYFRAME_EVERY_MS = 1_900;
/** What the program itself is sent with at most. */
const MOST_BITS = 2_500_000;
const SAY_EVERY_MS = 1_000;

/**
 * A host's own recording (WebM: H.264, VP8 or VP9 with Opus) becomes parts of the program: the picture is encoded anew, because it must begin where the gap
 * does and not at the recording's next keyframe. One thread and never in the event loop's way: a show may run on this machine.
 * @throws BrokenStretch where it can't be read, or holds nothing of the span
 */
export async function writeFill(input: {
  file: string;
  /** On the program's clock, ms. */
  fromMs: number;
  toMs: number;
  /** Where the file's own time 0 stands on the program's clock, ms. */
  zeroMs: number;
  sink: ProgramSink & { settled(): Promise<void> };
  /** 0–1. */
  progress: (share: number) => Promise<void>;
  signal: AbortSignal;
}): Promise<void> {
  const { file, fromMs, toMs, zeroMs, sink, progress, signal } = input;
  const source = await opened(file);
  const sound = new OpusToAac();
  let pictures: PictureTrack | undefined;
  try {
    const picture = source.video();
    if (!picture) throw new BrokenStretch('no picture');
    const voice = source.audio();
    const cutter = new PartCutter({ ...CUT, firstSegment: 0 }, (part) => sink.part(part));
    pictures = await PictureTrack.open(picture, { fromMs, toMs, zeroMs, sound, cutter });
    sound.begin(Math.round((fromMs * AUDIO_TIMESCALE) / 1000));
    let saidAt = performance.now();
    for await (using packet of source.packets()) {
      signal.throwIfAborted();
      if (!packet) break;
      if (packet.streamIndex === picture.index) await pictures.take(packet);
      else if (packet.streamIndex === voice?.index) hear(packet, { stream: voice, fromMs, toMs, zeroMs, sound, cutter });
      await sink.settled();
      if (performance.now() - saidAt < SAY_EVERY_MS) continue;
      saidAt = performance.now();
      await progress(pictures.share);
    }
    await pictures.finish();
    for (const sample of sound.padTo(Math.round((toMs * AUDIO_TIMESCALE) / 1000))) cutter.pushAudio(sample);
    cutter.breakOff(toMs * (VIDEO_TIMESCALE / 1000));
    sink.end();
    await sink.settled();
    if (pictures.count === 0) throw new BrokenStretch('no picture within the stretch');
  } finally {
    pictures?.close();
    sound.close();
    await source.close();
  }
}

async function opened(file: string): Promise<Demuxer> {
  try {
    return await Demuxer.open(file, { format: 'matroska' });
  } catch (error) {
    throw new BrokenStretch(error instanceof Error ? error.message : 'not to be opened');
  }
}

interface Placed {
  readonly fromMs: number;
  readonly toMs: number;
  readonly zeroMs: number;
  readonly sound: OpusToAac;
  readonly cutter: PartCutter;
}

const msOf = (time: bigint, { num, den }: { num: number; den: number }): number => (Number(time) * num * 1000) / den;

function hear(packet: Packet, { stream, fromMs, toMs, zeroMs, sound, cutter }: Placed & { stream: Stream }): void {
  const atMs = zeroMs + msOf(packet.pts, stream.timeBase);
  const { data } = packet;
  if (!data || atMs < fromMs || atMs >= toMs) return;
  for (const sample of sound.push(data, Math.round((atMs * AUDIO_TIMESCALE) / 1000))) cutter.pushAudio(sample);
}

/** Pictures of the span, decoded and encoded anew. */
class PictureTrack {
  readonly #stream: Stream;
  readonly #placed: Placed;
  readonly #decoder: Decoder;
  #scaler: FilterAPI | undefined;
  #encoder: H264Encoder | undefined;
  #map: ProgramMap | undefined;
  #keyframeAtMs = Number.NEGATIVE_INFINITY;
  #atMs: number;
  count = 0;

  private constructor(stream: Stream, placed: Placed, decoder: Decoder) {
    this.#stream = stream;
    this.#placed = placed;
    this.#decoder = decoder;
    this.#atMs = placed.fromMs;
  }

  static async open(stream: Stream, placed: Placed): Promise<PictureTrack> {
    return new PictureTrack(stream, placed, await Decoder.create(stream, { context: { threadCount: 1 } }));
  }

  /** How much of the span has been done, 0–1. */
  get share(): number {
    const { fromMs, toMs } = this.#placed;
    return Math.min(Math.max((this.#atMs - fromMs) / (toMs - fromMs), 0), 1);
  }

  async take(packet: Packet): Promise<void> {
    for (const frame of await this.#decoder.decodeAll(packet)) await this.#place(frame);
  }

  async finish(): Promise<void> {
    for (const frame of await this.#decoder.decodeAll(null)) await this.#place(frame);
    for (const picture of (await this.#encoder?.finish()) ?? []) this.#push(picture);
  }

  close(): void {
    this.#scaler?.close();
    this.#encoder?.close();
    this.#decoder.close();
  }

  async #place(decoded: Frame): Promise<void> {
    using frame = decoded;
    const atMs = this.#placed.zeroMs + msOf(frame.pts, this.#stream.timeBase);
    if (atMs < this.#placed.fromMs || atMs >= this.#placed.toMs) return;
    this.#atMs = atMs;
    // One size throughout: a recorder that changes it would need another map in the middle.
    const { width, height } = { width: even(frame.width), height: even(frame.height) };
    this.#scaler ??= FilterAPI.create(`scale=${width}:${height},format=yuv420p`);
    this.#encoder ??= await H264Encoder.open({ width, height, bitrate: MOST_BITS });
    for (const scaled of await this.#scaler.processAll(frame)) await this.#encode(scaled, atMs, this.#encoder);
  }

  async #encode(scaled: Frame, atMs: number, encoder: H264Encoder): Promise<void> {
    using frame = scaled;
    const isKeyframe = atMs - this.#keyframeAtMs >= KEYFRAME_EVERY_MS;
    if (isKeyframe) this.#keyframeAtMs = atMs;
    const time = Math.round(atMs * (VIDEO_TIMESCALE / 1000));
    for (const picture of await encoder.encode(frame, { time, isKeyframe })) this.#push(picture);
  }

  #push({ time, unit: { sps, pps, isKeyframe, nals } }: EncodedPicture): void {
    const { sound, cutter } = this.#placed;
    const voice = { specificConfig: sound.specificConfig, channels: sound.channels };
    if (!this.#map && sps && pps) this.#map = { id: 0, sound: voice, ...writeInitSegment({ video: { sps, pps }, audio: voice }) };
    if (!this.#map) return;
    this.count += 1;
    cutter.pushVideo({ time, isKeyframe, nals, map: this.#map, repeat: () => undefined });
  }
}

const even = (pixels: number): number => Math.floor(pixels / 2) * 2;
