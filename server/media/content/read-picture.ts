import { readFile } from 'node:fs/promises';
import { Codec, CodecContext, FFmpegError, FilterAPI, Frame, Packet, Rational } from 'node-av';
import {
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_MJPEG,
  AV_CODEC_ID_PNG,
  AV_CODEC_ID_WEBP,
  AV_PIX_FMT_ARGB,
  AV_PIX_FMT_BGRA,
  AV_PIX_FMT_PAL8,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_RGBA64BE,
  AV_PIX_FMT_YA8,
  AV_PIX_FMT_YA16BE,
  AV_PIX_FMT_YUVA420P,
  AV_PIX_FMT_YUVJ420P,
  FF_QP2LAMBDA,
} from 'node-av/constants';
import { jpegOrientation, type Sniffed } from '../../domain/image/sniff.ts';

/** The largest wall that the screens' contract knows at its sharpest; more is wasted on every player's disk. */
export const longestSidePx = 3_840;

export interface MadePicture {
  bytes: Buffer;
  mediaType: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
}

type Sniff = Extract<Sniffed, { kind: 'picture' }>;

const decoders = { jpeg: AV_CODEC_ID_MJPEG, png: AV_CODEC_ID_PNG, webp: AV_CODEC_ID_WEBP } as const;
const withAlpha = new Set<number>([
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_BGRA,
  AV_PIX_FMT_PAL8,
  AV_PIX_FMT_ARGB,
  AV_PIX_FMT_RGBA64BE,
  AV_PIX_FMT_YA8,
  AV_PIX_FMT_YA16BE,
  AV_PIX_FMT_YUVA420P,
]);

/**
 * Decodes a picture to its last pixel and writes it anew: upright, no larger than a wall, without what cameras write beside it, and without
 * anything that a decoder on an old box might trip over. @returns nothing where it can't be decoded
 */
export async function remakePicture(path: string, sniffed: Sniff): Promise<MadePicture | undefined> {
  const bytes = await readFile(path);
  const orientation = sniffed.type === 'jpeg' ? jpegOrientation(bytes) : 1;
  using decoded = await decodeWhole(bytes, decoders[sniffed.type]);
  if (decoded === undefined) return undefined;
  // Letters and charts stay sharp in PNG, photographs stay small in JPEG.
  const isPng = sniffed.type === 'png' || withAlpha.has(decoded.format);
  const scale = Math.min(1, longestSidePx / Math.max(decoded.width, decoded.height));
  const size = (pixels: number) => Math.max(2, Math.round((pixels * scale) / 2) * 2);
  const format = isPng ? (withAlpha.has(decoded.format) ? 'rgba' : 'rgb24') : 'yuvj420p';
  const steps = [
    `scale=${size(decoded.width)}:${size(decoded.height)}:flags=lanczos`,
    ...(turns[orientation - 1] ?? []),
    `format=${format}`,
  ];
  decoded.timeBase = new Rational(1, 25);
  decoded.pts = 0n;
  using filter = FilterAPI.create(steps.join(','));
  const [made, ...more] = await filter.processAll(decoded);
  for (const frame of more) frame.free();
  if (made === undefined) return undefined;
  using frame = made;
  const encoded = await encode(frame, isPng);
  return { bytes: encoded, mediaType: isPng ? 'image/png' : 'image/jpeg', width: frame.width, height: frame.height };
}

/** By Exif's numbers, 1 to 8: mirrored, upside down, on either side. */
const turns: readonly (readonly string[])[] = [
  [],
  ['hflip'],
  ['hflip', 'vflip'],
  ['vflip'],
  ['transpose=0'],
  ['transpose=1'],
  ['transpose=3'],
  ['transpose=2'],
];

async function decodeWhole(bytes: Buffer, id: (typeof decoders)[Sniff['type']]): Promise<Frame | undefined> {
  const codec = Codec.findDecoder(id);
  if (!codec) throw new Error('FFmpeg here lacks a decoder of pictures');
  using context = new CodecContext();
  context.allocContext3(codec);
  context.threadCount = 1;
  // A torn file is said to be torn, and not filled up with grey.
  FFmpegError.throwIfError(context.setOption('err_detect', 'explode+crccheck'), 'err_detect');
  FFmpegError.throwIfError(await context.open2(codec), 'open decoder');
  using packet = new Packet();
  packet.alloc();
  packet.data = bytes;
  if ((await context.sendPacket(packet)) < 0) return undefined;
  await context.sendPacket(null);
  const frame = new Frame();
  frame.alloc();
  if ((await context.receiveFrame(frame)) >= 0 && frame.decodeErrorFlags === 0) return frame;
  frame.free();
  return undefined;
}

async function encode(frame: Frame, isPng: boolean): Promise<Buffer> {
  const codec = Codec.findEncoder(isPng ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG);
  if (!codec) throw new Error('FFmpeg here lacks an encoder of pictures');
  using context = new CodecContext();
  context.allocContext3(codec);
  context.width = frame.width;
  context.height = frame.height;
  context.pixelFormat = isPng ? (withAlpha.has(frame.format) ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24) : AV_PIX_FMT_YUVJ420P;
  context.timeBase = new Rational(1, 25);
  context.threadCount = 1;
  if (!isPng) {
    context.setFlags(AV_CODEC_FLAG_QSCALE);
    context.globalQuality = 3 * FF_QP2LAMBDA;
    frame.quality = 3 * FF_QP2LAMBDA;
  }
  FFmpegError.throwIfError(await context.open2(codec), 'open encoder');
  FFmpegError.throwIfError(await context.sendFrame(frame), 'encode');
  using packet = new Packet();
  packet.alloc();
  FFmpegError.throwIfError(await context.receivePacket(packet), 'encode');
  return Buffer.from(packet.data ?? Buffer.alloc(0));
}
