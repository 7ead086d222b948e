import { describe, expect, it } from 'vitest';
import { writeInitSegment } from './init-segment.ts';
import { writeMediaPart } from './media-part.ts';

interface Found {
  type: string;
  start: number;
  content: Buffer;
}

function boxesIn(data: Buffer): Found[] {
  const found: Found[] = [];
  let offset = 0;
  while (offset < data.length) {
    const size = data.readUInt32BE(offset);
    found.push({ type: data.toString('latin1', offset + 4, offset + 8), start: offset, content: data.subarray(offset + 8, offset + size) });
    offset += size;
  }
  return found;
}

function only(data: Buffer, ...path: string[]): Buffer {
  return path.reduce((inner, type) => {
    const box = boxesIn(inner).find((candidate) => candidate.type === type);
    if (!box) throw new Error(`no ${type}`);
    return box.content;
  }, data);
}

const SPS = Buffer.from('67640028acd940780227e5c044000003000400000300f03c60c658', 'hex');
const PPS = Buffer.from('68ebe3cb22c0', 'hex');

describe('the init segment', () => {
  const init = writeInitSegment({ video: { sps: SPS, pps: PPS }, audio: { specificConfig: Buffer.from('1190', 'hex'), channels: 2 } });

  it('is ftyp and moov of two tracks', () => {
    expect(boxesIn(init.bytes).map((box) => box.type)).toEqual(['ftyp', 'moov']);
    expect(boxesIn(only(init.bytes, 'moov')).map((box) => box.type)).toEqual(['mvhd', 'trak', 'trak', 'mvex']);
  });

  it('takes size and codec from the SPS', () => {
    expect(init).toMatchObject({ width: 1920, height: 1080, codecs: 'avc1.640028,mp4a.40.2' });
  });

  it('carries the parameter sets whole', () => {
    const stsd = only(init.bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd');
    expect(stsd.includes(SPS)).toBe(true);
    expect(stsd.includes(PPS)).toBe(true);
  });
});

describe('a part', () => {
  const nal = (text: string) => Buffer.from(text);
  const part = writeMediaPart({
    sequence: 7,
    video: [
      { time: 2 ** 33, duration: 3600, isKeyframe: true, nals: [nal('idr-1'), nal('idr-2')] },
      { time: 2 ** 33 + 3600, duration: 3000, isKeyframe: false, nals: [nal('delta')] },
    ],
    audio: [{ time: 96_000, duration: 1024, data: Buffer.from('sound') }],
  });
  const fragments = () => boxesIn(only(part, 'moof')).filter((box) => box.type === 'traf');

  it('is moof and mdat', () => {
    expect(boxesIn(part).map((box) => box.type)).toEqual(['moof', 'mdat']);
  });

  it('points each track at its own bytes', () => {
    const offsets = fragments().map(({ content }) => only(content, 'trun').readUInt32BE(8));
    const [video = 0, audio = 0] = offsets;
    expect(part.subarray(video, video + 9).toString('latin1')).toBe('\0\0\0\x05idr-1');
    expect(part.subarray(audio).toString()).toBe('sound');
  });

  it('tells decode times beyond 32 bits', () => {
    const times = fragments().map(({ content }) => only(content, 'tfdt').readBigUInt64BE(4));
    expect(times).toEqual([2n ** 33n, 96_000n]);
  });

  it('tells duration, size and kind of each picture', () => {
    const trun = only(fragments()[0]?.content ?? Buffer.alloc(0), 'trun');
    const numbers = Array.from({ length: 6 }, (_, i) => trun.readUInt32BE(12 + i * 4));
    expect(numbers).toEqual([3600, 18, 0x02000000, 3000, 9, 0x01010000]);
  });

  it('has no track without samples', () => {
    const silent = writeMediaPart({ sequence: 1, video: [{ time: 0, duration: 1, isKeyframe: true, nals: [nal('x')] }], audio: [] });
    expect(boxesIn(only(silent, 'moof')).map((box) => box.type)).toEqual(['mfhd', 'traf']);
  });
});
