import { VIDEO_TRACK } from './init-segment.ts';

/** A picture as it stands in a part of ours: its NAL units with four-byte length prefixes (ISO/IEC 14496-15). */
export interface ReadPicture {
  /** 90 kHz. */
  readonly time: number;
  readonly isKeyframe: boolean;
  readonly data: Buffer;
}

/** The pictures of what we have written ourselves (./media-part.ts): every size and time is explicit. */
export function readPictures(part: Buffer): ReadPicture[] {
  const moof = child(part, 'moof');
  for (const { type, content } of moof ? boxes(moof) : []) {
    if (type !== 'traf') continue;
    const header = child(content, 'tfhd');
    const decodeTime = child(content, 'tfdt');
    const run = child(content, 'trun');
    if (header?.readUInt32BE(4) === VIDEO_TRACK && decodeTime && run) return readRun(part, run, Number(decodeTime.readBigUInt64BE(4)));
  }
  return [];
}

/** AVCDecoderConfigurationRecord of one of our own maps. */
export function readAvcC(map: Buffer): Buffer | undefined {
  const moov = child(map, 'moov');
  for (const { type, content } of moov ? boxes(moov) : []) {
    if (type !== 'trak') continue;
    const description = ['mdia', 'minf', 'stbl', 'stsd'].reduce<Buffer | undefined>((at, name) => at && child(at, name), content);
    // Before the boxes: version and count; in the entry, the fields of a visual sample.
    const entry = description && child(description.subarray(8), 'avc1');
    if (entry) return child(entry.subarray(78), 'avcC');
  }
  return undefined;
}

const NOT_SYNC = 0x10000;

/** Duration, size and flags of each picture. */
function readRun(part: Buffer, run: Buffer, startTime: number): ReadPicture[] {
  let from = run.readUInt32BE(8);
  let time = startTime;
  return Array.from({ length: run.readUInt32BE(4) }, (_, index) => {
    const at = 12 + index * 12;
    const size = run.readUInt32BE(at + 4);
    const picture = { time, isKeyframe: (run.readUInt32BE(at + 8) & NOT_SYNC) === 0, data: part.subarray(from, from + size) };
    from += size;
    time += run.readUInt32BE(at);
    return picture;
  });
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
