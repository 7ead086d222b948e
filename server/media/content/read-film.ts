import { Codec, CodecContext, Demuxer, FFmpegError, Frame, type Packet, type Stream } from 'node-av';
import {
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_MP3,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_VORBIS,
  AV_CODEC_ID_VP8,
  AV_CODEC_ID_VP9,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AV_PKT_FLAG_KEY,
  AVERROR_EAGAIN,
  AVERROR_EOF,
} from 'node-av/constants';

export interface ReadFilm {
  mediaType: 'video/mp4' | 'video/webm';
  width: number;
  height: number;
  durationMs: number;
}

/** Why a film can't hang on a wall, as the problems' codes say it. */
export type FilmFault =
  | { fault: 'CONTENT_FILM_BROKEN'; second: number }
  | { fault: 'CONTENT_FILM_NO_END' }
  | { fault: 'CONTENT_FILM_LONG'; seconds: number; most: number }
  | { fault: 'CONTENT_FILM_CODEC'; codec: string }
  | { fault: 'CONTENT_FILM_SIZE'; width: number; height: number; most: number };

export const longestFilmS = 600;
const longestSidePx = 3_840;
/** What a box with Android 7 decodes without dropping pictures: full HD, and strips of as many pixels. */
const mostPixels = 1_920 * 1_088;
/** So much of the beginning is decoded picture by picture; from there on, each keyframe. */
const wholeS = 3;
/** Sound and picture seldom end together. */
const endSlackS = 2;

/** What Chromium 87 plays in each container. */
const plays = {
  mp4: { video: [AV_CODEC_ID_H264], audio: [AV_CODEC_ID_AAC, AV_CODEC_ID_MP3] },
  webm: { video: [AV_CODEC_ID_VP8, AV_CODEC_ID_VP9], audio: [AV_CODEC_ID_OPUS, AV_CODEC_ID_VORBIS] },
} as const satisfies Record<string, { video: readonly number[]; audio: readonly number[] }>;
/** H.264 with 8 bits and 4:2:0: baseline, main, high. */
const h264Profiles: readonly number[] = [66, 77, 100];

/** Reads a film from its first packet to its last, decoding what shows whether it is whole. Its length is measured, not believed. */
export async function readFilm(path: string, type: keyof typeof plays): Promise<ReadFilm | FilmFault> {
  const film = await opened(path, type);
  if (film === undefined) return { fault: 'CONTENT_FILM_BROKEN', second: 0 };
  try {
    const video = film.video();
    if (!video) return { fault: 'CONTENT_FILM_CODEC', codec: 'no picture' };
    const codec = unplayable(video, film.audio(), type);
    if (codec !== undefined) return { fault: 'CONTENT_FILM_CODEC', codec };
    const { width, height } = video.codecpar;
    if (Math.max(width, height) > longestSidePx || width * height > mostPixels)
      return { fault: 'CONTENT_FILM_SIZE', width, height, most: 1_920 };
    const saidS = film.duration;
    if (!Number.isFinite(saidS) || saidS <= 0) return { fault: 'CONTENT_FILM_NO_END' };
    if (saidS > longestFilmS) return { fault: 'CONTENT_FILM_LONG', seconds: Math.round(saidS), most: longestFilmS };
    const watched = await watch(film, video);
    if ('brokenAtS' in watched) return { fault: 'CONTENT_FILM_BROKEN', second: Math.round(watched.brokenAtS) };
    // Cut off in the middle: the header promises more than there is.
    if (watched.endS < saidS - endSlackS) return { fault: 'CONTENT_FILM_BROKEN', second: Math.round(watched.endS) };
    return { mediaType: type === 'mp4' ? 'video/mp4' : 'video/webm', width, height, durationMs: Math.round(saidS * 1_000) };
  } finally {
    await film.close();
  }
}

async function opened(path: string, type: keyof typeof plays): Promise<Demuxer | undefined> {
  try {
    return await Demuxer.open(path, { format: type === 'mp4' ? 'mov' : 'matroska' });
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The coding that old glass can't play, by name. */
function unplayable(video: Stream, audio: Stream | undefined, type: keyof typeof plays): string | undefined {
  const { codecId, format, profile } = video.codecpar;
  const known = plays[type];
  const nameOf = (id: typeof codecId) => Codec.findDecoder(id)?.name ?? String(id);
  if (!(known.video as readonly number[]).includes(codecId)) return nameOf(codecId);
  if (format !== AV_PIX_FMT_YUV420P && format !== AV_PIX_FMT_YUVJ420P) return `${nameOf(codecId)} 10 bit / 4:4:4`;
  // Constrained profiles carry a flag above the number (FFmpeg's AV_PROFILE_H264_CONSTRAINED).
  if (codecId === AV_CODEC_ID_H264 && !h264Profiles.includes(profile & 0xff)) return `h264 profile ${profile & 0xff}`;
  if (audio && !(known.audio as readonly number[]).includes(audio.codecpar.codecId)) return nameOf(audio.codecpar.codecId);
  return undefined;
}

async function watch(film: Demuxer, video: Stream): Promise<{ endS: number } | { brokenAtS: number }> {
  const unit = video.timeBase.num / video.timeBase.den;
  using decoder = await openDecoder(video);
  using frame = new Frame();
  frame.alloc();
  let endS = 0;
  let startS: number | undefined;
  let seen = 0;
  for await (using packet of film.packets(video.index)) {
    if (!packet) break;
    const atS = Number(packet.pts) * unit;
    startS ??= atS;
    endS = Math.max(endS, atS - startS + Number(packet.duration) * unit);
    const isKey = (packet.flags & AV_PKT_FLAG_KEY) !== 0;
    if (atS - startS > wholeS && !isKey) continue;
    const shown = await decode(decoder, packet, frame);
    if (shown === 'broken') return { brokenAtS: Math.max(0, atS - startS) };
    seen += shown;
  }
  seen += (await drain(decoder, frame)) ?? 0;
  return seen === 0 ? { brokenAtS: 0 } : { endS };
}

async function openDecoder(video: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(video.codecpar.codecId);
  if (!codec) throw new Error('FFmpeg here lacks a decoder of films');
  const context = new CodecContext();
  context.allocContext3(codec);
  FFmpegError.throwIfError(context.parametersToContext(video.codecpar), 'film parameters');
  context.threadCount = 1;
  FFmpegError.throwIfError(context.setOption('err_detect', 'explode'), 'err_detect');
  FFmpegError.throwIfError(await context.open2(codec), 'open film decoder');
  return context;
}

async function decode(decoder: CodecContext, packet: Packet, frame: Frame): Promise<number | 'broken'> {
  if ((await decoder.sendPacket(packet)) < 0) return 'broken';
  return (await drain(decoder, frame, false)) ?? 'broken';
}

/** Takes what is ready. @returns how many pictures; nothing where one is broken */
async function drain(decoder: CodecContext, frame: Frame, isEnd = true): Promise<number | undefined> {
  if (isEnd) await decoder.sendPacket(null);
  for (let count = 0; ; count += 1) {
    const answer = await decoder.receiveFrame(frame);
    if (FFmpegError.is(answer, AVERROR_EAGAIN) || FFmpegError.is(answer, AVERROR_EOF)) return count;
    if (answer < 0 || frame.decodeErrorFlags !== 0) return undefined;
    frame.unref();
  }
}
