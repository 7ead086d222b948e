import { AUDIO_TRACK, VIDEO_TRACK } from './init-segment.ts';

/** A sample as it stands in a part of ours: pictures with length prefixes (ISO/IEC 14496-15), sound as raw AAC. */
export interface ReadSample {
  /** In its track's timescale. */
  readonly time: number;
  readonly duration: number;
  readonly isSync: boolean;
  readonly data: Buffer;
}

/** What we have written ourselves (./media-part.ts), read again: every size and time is explicit. */
export function readMediaPart(bytes: Buffer): { video: ReadSample[]; audio: ReadSample[] } {
  const moof = child(bytes, 'moof');
  const found: { video: ReadSample[]; audio: ReadSample[] } = { video: [], audio: [] };
  if (!moof) return found;
  for (const { type, content } of boxes(moof)) {
    if (type !== 'traf') continue;
    const header = child(content, 'tfhd');
    const decodeTime = child(content, 'tfdt');
    const run = child(content, 'trun');
    if (!header || !decodeTime || !run) continue;
    const samples = readRun(bytes, run, Number(decodeTime.readBigUInt64BE(4)));
    const track = header.readUInt32BE(4);
    if (track === VIDEO_TRACK) found.video = samples;
    if (track === AUDIO_TRACK) found.audio = samples;
  }
  return found;
}

/** avcC and AudioSpecificConfig of one of our own maps. */
export function readInitSegment(bytes: Buffer): { avcC: Buffer; specificConfig: Buffer } | undefined {
  const moov = child(bytes, 'moov');
  if (!moov) return undefined;
  const entries = boxes(moov).flatMap(({ type, content }) => {
    if (type !== 'trak') return [];
    const description = ['mdia', 'minf', 'stbl', 'stsd'].reduce<Buffer | undefined>((at, name) => at && child(at, name), content);
    return description ? boxes(description.subarray(8)) : [];
  });
  const avc1 = entries.find(({ type }) => type === 'avc1')?.content;
  const mp4a = entries.find(({ type }) => type === 'mp4a')?.content;
  const avcC = avc1 && child(avc1.subarray(78), 'avcC');
  const esds = mp4a && child(mp4a.subarray(28), 'esds');
  const specificConfig = esds && decoderSpecific(esds.subarray(4));
  return avcC && specificConfig ? { avcC, specificConfig } : undefined;
}

const HAS_FLAGS = 0x400;
const NOT_SYNC = 0x10000;

function readRun(part: Buffer, run: Buffer, startTime: number): ReadSample[] {
  const withFlags = (run.readUInt32BE(0) & HAS_FLAGS) !== 0;
  const count = run.readUInt32BE(4);
  let from = run.readUInt32BE(8);
  let at = 12;
  let time = startTime;
  const samples: ReadSample[] = [];
  for (let index = 0; index < count; index += 1) {
    const duration = run.readUInt32BE(at);
    const size = run.readUInt32BE(at + 4);
    const isSync = !withFlags || (run.readUInt32BE(at + 8) & NOT_SYNC) === 0;
    at += withFlags ? 12 : 8;
    samples.push({ time, duration, isSync, data: part.subarray(from, from + size) });
    from += size;
    time += duration;
  }
  return samples;
}

function boxes(within: Buffer): { type: string; content: Buffer }[] {
  const found: { type: string; content: Buffer }[] = [];
  for (let at = 0; at + 8 <= within.length; ) {
    const size = within.readUInt32BE(at);
    if (size < 8) break;
    found.push({ type: within.toString('latin1', at + 4, at + 8), content: within.subarray(at + 8, at + size) });
    at += size;
  }
  return found;
}

const child = (within: Buffer, name: string): Buffer | undefined => boxes(within).find(({ type }) => type === name)?.content;

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;

/** ISO/IEC 14496-1 §7.2.6: descriptors within descriptors. */
function decoderSpecific(descriptors: Buffer): Buffer | undefined {
  let at = 0;
  while (at < descriptors.length) {
    const tag = descriptors.readUInt8(at);
    at += 1;
    let size = 0;
    for (let byte = 0x80; byte & 0x80; at += 1) {
      byte = descriptors.readUInt8(at);
      size = size * 128 + (byte & 0x7f);
    }
    if (tag === DECODER_SPECIFIC) return descriptors.subarray(at, at + size);
    if (tag === ES_DESCRIPTOR) at += 3;
    else if (tag === DECODER_CONFIG) at += 13;
    else at += size;
  }
  return undefined;
}
