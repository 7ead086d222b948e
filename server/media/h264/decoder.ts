import { Codec, CodecContext, FFmpegError, Frame, Packet, Rational } from 'node-av';
import { AV_CODEC_FLAG_LOW_DELAY, AV_CODEC_ID_H264 } from 'node-av/constants';
import { VIDEO_TIMESCALE } from '../fmp4/init-segment.ts';

/** Decodes pictures as they stand in our parts, each at once: baseline has none that waits for another. */
export class H264Decoder {
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  #closed = false;

  private constructor() {
    this.#packet.alloc();
  }

  /** @param avcC AVCDecoderConfigurationRecord of the pictures to come */
  static async open(avcC: Buffer): Promise<H264Decoder> {
    const decoder = new H264Decoder();
    const codec = Codec.findDecoder(AV_CODEC_ID_H264);
    if (!codec) throw new Error('FFmpeg here has no H.264 decoder');
    decoder.#context.allocContext3(codec);
    decoder.#context.extraData = avcC;
    decoder.#context.threadCount = 1;
    decoder.#context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    FFmpegError.throwIfError(await decoder.#context.open2(codec), 'open H.264 decoder');
    return decoder;
  }

  /** @returns the picture, to be freed; nothing for one that can't be decoded */
  async decode({ data, time }: { data: Buffer; time: number }): Promise<Frame | undefined> {
    this.#packet.data = data;
    this.#packet.pts = BigInt(time);
    const sent = await this.#context.sendPacket(this.#packet);
    this.#packet.unref();
    if (sent < 0) return undefined;
    const frame = new Frame();
    frame.alloc();
    if ((await this.#context.receiveFrame(frame)) >= 0) {
      // A filter asks for it; the context knows none.
      frame.timeBase = new Rational(1, VIDEO_TIMESCALE);
      return frame;
    }
    frame.free();
    return undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.freeContext();
    this.#packet.free();
  }
}
