import { Codec, CodecContext, FFmpegError, type Frame, Packet, Rational } from 'node-av';
import { AV_PICTURE_TYPE_I, AV_PICTURE_TYPE_NONE, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264 } from 'node-av/constants';
import { VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';
import { readPictures } from './annex-b.ts';
import type { AccessUnit } from './depacketizer.ts';

const FPS = 25;

export interface EncodedPicture {
  /** 90 kHz, as the frame's. */
  readonly time: number;
  readonly unit: AccessUnit;
}

/**
 * x264 on one thread, baseline as browsers send it: no reordering, keyframes only where asked for, SPS and PPS before each. FFmpeg's own wrapper of
 * an encoder (node-av's `Encoder`) rounds times to a frame rate and forgets which frames must be keyframes; this is its context itself.
 */
export class H264Encoder {
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  #closed = false;

  private constructor() {
    this.#packet.alloc();
  }

  static async open(size: { width: number; height: number; bitrate: number }): Promise<H264Encoder> {
    const encoder = new H264Encoder();
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new Error('FFmpeg here has no x264');
    const context = encoder.#context;
    context.allocContext3(codec);
    context.width = size.width;
    context.height = size.height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, VIDEO_TIMESCALE);
    // What level and bits a picture are reckoned by; times are the frames' own.
    context.framerate = new Rational(FPS, 1);
    context.bitRate = BigInt(size.bitrate);
    context.rcMaxRate = BigInt(size.bitrate);
    context.rcBufferSize = size.bitrate;
    context.gopSize = 250;
    context.maxBFrames = 0;
    context.threadCount = 1;
    for (const [name, value] of Object.entries({
      preset: 'veryfast',
      tune: 'zerolatency',
      profile: 'baseline',
      'forced-idr': '1',
      // One slice a picture: zerolatency would cut it for threads that aren't there.
      'x264-params': 'scenecut=0:repeat-headers=1:sliced-threads=0',
    }))
      FFmpegError.throwIfError(context.setOption(name, value), `x264 ${name}`);
    FFmpegError.throwIfError(await context.open2(codec), 'open x264');
    return encoder;
  }

  /** @param frame yuv420p of the size that was opened; its time is overwritten */
  async encode(frame: Frame, { time, isKeyframe }: { time: number; isKeyframe: boolean }): Promise<EncodedPicture[]> {
    frame.pts = BigInt(time);
    frame.timeBase = new Rational(1, VIDEO_TIMESCALE);
    frame.pictType = isKeyframe ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    FFmpegError.throwIfError(await this.#context.sendFrame(frame), 'sendFrame');
    return await this.#received();
  }

  async finish(): Promise<EncodedPicture[]> {
    FFmpegError.throwIfError(await this.#context.sendFrame(null), 'flush x264');
    return await this.#received();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.freeContext();
    this.#packet.free();
  }

  async #received(): Promise<EncodedPicture[]> {
    const pictures: EncodedPicture[] = [];
    while ((await this.#context.receivePacket(this.#packet)) >= 0) {
      const { data, pts } = this.#packet;
      const units = data ? readPictures(Buffer.from(data)) : [];
      const [first] = units;
      if (first) pictures.push({ time: Number(pts), unit: { ...first, nals: units.flatMap(({ nals }) => nals) } });
      this.#packet.unref();
    }
    return pictures;
  }
}
