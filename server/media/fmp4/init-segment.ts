import { parseSps } from '../h264/sps.ts';
import { ascii, box, fullBox, UNITY_MATRIX, u8, u16, u32, zeros } from './boxes.ts';

export const VIDEO_TRACK = 1;
export const AUDIO_TRACK = 2;
export const VIDEO_TIMESCALE = 90_000;
export const AUDIO_TIMESCALE = 48_000;

export interface TrackConfig {
  readonly video: { readonly sps: Buffer; readonly pps: Buffer };
  /** AudioSpecificConfig (ISO/IEC 14496-3) of the AAC encoder. */
  readonly audio: { readonly specificConfig: Buffer; readonly channels: number };
}

export interface InitSegment {
  readonly bytes: Buffer;
  /** For CODECS of the multivariant playlist and MSE. */
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
}

/** RFC 6381's name of AAC-LC. */
export const AAC_CODEC = 'mp4a.40.2';

/** The EXT-X-MAP: ftyp and moov of one H.264 and one AAC track, without samples. @throws BrokenSps */
export function writeInitSegment(config: TrackConfig): InitSegment {
  const { width, height, codec } = parseSps(config.video.sps);
  const tracks = [videoTrack(config.video, width, height), audioTrack(config.audio)];
  const bytes = movie(tracks, [VIDEO_TRACK, AUDIO_TRACK]);
  return { bytes, codecs: `${codec},${AAC_CODEC}`, width, height };
}

/** The EXT-X-MAP of the sound alone; its track keeps its number. */
export function writeSoundInit(audio: TrackConfig['audio']): Buffer {
  return movie([audioTrack(audio)], [AUDIO_TRACK]);
}

function movie(tracks: readonly Buffer[], ids: readonly number[]): Buffer {
  return Buffer.concat([
    box('ftyp', ascii('iso6'), u32(0), ascii('iso6'), ascii('cmfc'), ascii('mp41')),
    box(
      'moov',
      fullBox('mvhd', 0, 0, u32(0, 0, 1000, 0, 0x10000), u16(0x100, 0), zeros(8), UNITY_MATRIX, zeros(24), u32(3)),
      ...tracks,
      box('mvex', ...ids.map(trackExtends)),
    ),
  ]);
}

function trackExtends(track: number): Buffer {
  return fullBox('trex', 0, 0, u32(track, 1, 0, 0, 0));
}

function track(input: {
  id: number;
  timescale: number;
  handler: string;
  name: string;
  header: Buffer;
  entry: Buffer;
  volume: number;
  width: number;
  height: number;
}): Buffer {
  return box(
    'trak',
    // Flags: enabled, in movie, in preview.
    fullBox(
      'tkhd',
      0,
      7,
      u32(0, 0, input.id, 0, 0),
      zeros(8),
      u16(0, 0, input.volume, 0),
      UNITY_MATRIX,
      u32(input.width * 0x10000, input.height * 0x10000),
    ),
    box(
      'mdia',
      // Language "und".
      fullBox('mdhd', 0, 0, u32(0, 0, input.timescale, 0), u16(0x55c4, 0)),
      fullBox('hdlr', 0, 0, u32(0), ascii(input.handler), zeros(12), ascii(`${input.name}\0`)),
      box(
        'minf',
        input.header,
        box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
        box(
          'stbl',
          fullBox('stsd', 0, 0, u32(1), input.entry),
          fullBox('stts', 0, 0, u32(0)),
          fullBox('stsc', 0, 0, u32(0)),
          fullBox('stsz', 0, 0, u32(0, 0)),
          fullBox('stco', 0, 0, u32(0)),
        ),
      ),
    ),
  );
}

function videoTrack({ sps, pps }: TrackConfig['video'], width: number, height: number): Buffer {
  const avcC = box(
    'avcC',
    // Version, profile, constraints, level as in the SPS; 4-byte lengths; one SPS, one PPS.
    u8(1, sps.readUInt8(1), sps.readUInt8(2), sps.readUInt8(3), 0xff, 0xe1),
    u16(sps.length),
    sps,
    u8(1),
    u16(pps.length),
    pps,
  );
  const entry = box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(width, height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    zeros(32),
    u16(0x18, 0xffff),
    avcC,
  );
  return track({
    id: VIDEO_TRACK,
    timescale: VIDEO_TIMESCALE,
    handler: 'vide',
    name: 'picture',
    header: fullBox('vmhd', 0, 1, zeros(8)),
    entry,
    volume: 0,
    width,
    height,
  });
}

function audioTrack({ specificConfig, channels }: TrackConfig['audio']): Buffer {
  const decoderSpecific = descriptor(5, specificConfig);
  // Object type 0x40 (AAC), stream type audio; buffer and bit rates unknown.
  const decoderConfig = descriptor(4, Buffer.concat([u8(0x40, 0x15, 0, 0, 0), u32(0, 0), decoderSpecific]));
  const esDescriptor = descriptor(3, Buffer.concat([u16(AUDIO_TRACK), u8(0), decoderConfig, descriptor(6, u8(2))]));
  const entry = box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(channels, 16, 0, 0),
    u32(AUDIO_TIMESCALE * 0x10000),
    fullBox('esds', 0, 0, esDescriptor),
  );
  return track({
    id: AUDIO_TRACK,
    timescale: AUDIO_TIMESCALE,
    handler: 'soun',
    name: 'sound',
    header: fullBox('smhd', 0, 0, zeros(4)),
    entry,
    volume: 0x100,
    width: 0,
    height: 0,
  });
}

/** ISO/IEC 14496-1 descriptor with a one-byte length: all of ours are shorter than 128 bytes. */
function descriptor(tag: number, content: Buffer): Buffer {
  return Buffer.concat([u8(tag, content.length), content]);
}
