import { Codec, CodecContext, FFmpegError, Frame, Log, Packet } from 'node-av';
import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_ERROR,
  AV_SAMPLE_FMT_FLTP,
  FF_DECODER_OPUS,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import { AUDIO_TIMESCALE } from '../fmp4/init-segment.ts';
import type { AudioSample } from '../fmp4/media-part.ts';

// FFmpeg's statistics at the end of every show would stand between our own lines of JSON.
Log.setLevel(AV_LOG_ERROR);

/** Samples in one AAC-LC frame, and how many of them the encoder puts before the first sound. */
const AAC_FRAME = 1024;
const CHANNELS = 2;
const BIT_RATE = 96_000n;

/** Differences below this are jitter of the sender's reports, not a hole in the sound: samples. */
const TOLERANCE = 1440;

/**
 * Opus packets on the program's clock in, AAC frames on the same clock out, without a hole: what is missing becomes silence, what comes
 * twice or too late is dropped, and a sound card that runs slow or fast is corrected whenever it is off by more than 30 ms.
 */
export class OpusToAac {
  readonly #decoder = new CodecContext();
  readonly #encoder = new CodecContext();
  readonly #decoded = new Frame();
  readonly #input = new Frame();
  readonly #packet = new Packet();
  readonly #pcm: [Float32Array, Float32Array] = [new Float32Array(AAC_FRAME), new Float32Array(AAC_FRAME)];
  #filled = 0;
  /** Program time of the next sample to feed, 48 kHz. */
  #position: number | undefined;
  /** Program time of the first sample ever fed; the encoder counts from there. */
  #origin = 0;
  #fed = 0;
  #closed = false;

  constructor() {
    openDecoder(this.#decoder);
    openEncoder(this.#encoder);
    this.#decoded.alloc();
    this.#packet.alloc();
    this.#input.alloc();
    this.#input.format = AV_SAMPLE_FMT_FLTP;
    this.#input.sampleRate = AUDIO_TIMESCALE;
    this.#input.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
    this.#input.nbSamples = AAC_FRAME;
    FFmpegError.throwIfError(this.#input.getBuffer(0), 'getBuffer');
  }

  get channels(): number {
    return CHANNELS;
  }

  /** AudioSpecificConfig for the esds box. */
  get specificConfig(): Buffer {
    const extra = this.#encoder.extraData;
    if (!extra) throw new Error('The AAC encoder gave no configuration');
    return Buffer.from(extra);
  }

  /** Where the sound that has been fed ends on the program's clock, 48 kHz; undefined before any. */
  get position(): number | undefined {
    return this.#position;
  }

  /** @param time program time of the packet's first sample, 48 kHz. */
  push(opus: Buffer, time: number): AudioSample[] {
    if (this.#closed) return [];
    const planes = this.#decode(opus);
    if (!planes) return [];
    const out: AudioSample[] = [];
    this.#position ??= this.#start(time);
    const ahead = time - this.#position;
    if (ahead < -TOLERANCE) return out;
    if (ahead > TOLERANCE) this.#feedSilence(ahead, out);
    this.#feed(planes, out);
    return out;
  }

  /** Says where the sound begins before any has come: silence then covers it from there. */
  begin(time: number): void {
    this.#position ??= this.#start(time);
  }

  /** Feeds silence up to this program time (48 kHz) when no sound has come so far. */
  padTo(time: number): AudioSample[] {
    if (this.#closed) return [];
    const out: AudioSample[] = [];
    this.#position ??= this.#start(time);
    if (time > this.#position) this.#feedSilence(time - this.#position, out);
    return out;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder.freeContext();
    this.#encoder.freeContext();
    this.#decoded.free();
    this.#input.free();
    this.#packet.free();
  }

  #start(time: number): number {
    this.#origin = time;
    return time;
  }

  #decode(opus: Buffer): [Float32Array, Float32Array] | undefined {
    this.#packet.unref();
    this.#packet.data = opus;
    const sent = this.#decoder.sendPacketSync(this.#packet);
    this.#packet.unref();
    // A packet that is no Opus is treated like one that was lost.
    if (sent < 0 || this.#decoder.receiveFrameSync(this.#decoded) < 0) return undefined;
    const samples = this.#decoded.nbSamples;
    const data = this.#decoded.extendedData;
    const left = data?.[0];
    if (!left) return undefined;
    return [toFloats(left, samples), toFloats(data[1] ?? left, samples)];
  }

  #feedSilence(count: number, out: AudioSample[]): void {
    let left = Math.round(count);
    while (left > 0) {
      const step = Math.min(left, AAC_FRAME);
      const silence = new Float32Array(step);
      this.#feed([silence, silence], out);
      left -= step;
    }
  }

  #feed([left, right]: [Float32Array, Float32Array], out: AudioSample[]): void {
    let offset = 0;
    while (offset < left.length) {
      const step = Math.min(left.length - offset, AAC_FRAME - this.#filled);
      this.#pcm[0].set(left.subarray(offset, offset + step), this.#filled);
      this.#pcm[1].set(right.subarray(offset, offset + step), this.#filled);
      offset += step;
      this.#filled += step;
      if (this.#filled === AAC_FRAME) {
        this.#filled = 0;
        this.#encode(out);
      }
    }
    this.#position = (this.#position ?? 0) + left.length;
  }

  #encode(out: AudioSample[]): void {
    FFmpegError.throwIfError(this.#input.makeWritable(), 'makeWritable');
    this.#input.data?.slice(0, CHANNELS).forEach((plane, channel) => {
      const pcm = this.#pcm[channel === 0 ? 0 : 1];
      plane.set(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
    });
    this.#input.pts = BigInt(this.#fed);
    this.#fed += AAC_FRAME;
    FFmpegError.throwIfError(this.#encoder.sendFrameSync(this.#input), 'sendFrame');
    while (this.#encoder.receivePacketSync(this.#packet) >= 0) {
      const data = this.#packet.data;
      // The first packet has pts −1024: the encoder's priming comes out by itself in the right place.
      if (data) out.push({ time: this.#origin + Number(this.#packet.pts), duration: AAC_FRAME, data: Buffer.from(data) });
      this.#packet.unref();
    }
  }
}

function openDecoder(context: CodecContext): void {
  // FFmpeg's own decoder rather than libopus: it gives planar floats, which is what the encoder takes.
  const codec = Codec.findDecoderByName(FF_DECODER_OPUS);
  if (!codec) throw new Error('FFmpeg here has no Opus decoder');
  context.allocContext3(codec);
  context.sampleRate = AUDIO_TIMESCALE;
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
  context.threadCount = 1;
  FFmpegError.throwIfError(context.open2Sync(codec), 'open Opus decoder');
}

function openEncoder(context: CodecContext): void {
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC);
  if (!codec) throw new Error('FFmpeg here has no AAC encoder');
  context.allocContext3(codec);
  context.sampleRate = AUDIO_TIMESCALE;
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
  context.bitRate = BIT_RATE;
  context.threadCount = 1;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  FFmpegError.throwIfError(context.open2Sync(codec), 'open AAC encoder');
}

function toFloats(plane: Buffer, samples: number): Float32Array {
  const copy = new Float32Array(samples);
  new Uint8Array(copy.buffer).set(plane.subarray(0, samples * 4));
  return copy;
}
