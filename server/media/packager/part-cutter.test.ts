import { describe, expect, it } from 'vitest';
import { PartCutter } from './part-cutter.ts';
import type { ProgramMap, ProgramPart } from './program-sink.ts';

const map = (id: number): ProgramMap => ({ id, bytes: Buffer.alloc(0), codecs: 'avc1.42C01F,mp4a.40.2', width: 1280, height: 720 });
const NAL = Buffer.from('4101', 'hex');
const FRAME = 3600;

interface Feed {
  frames: number;
  /** Every how many frames an IDR. */
  idrEvery?: number;
  startTime?: number;
  frame?: number;
  map?: ProgramMap;
}

function newCutter(): { cutter: PartCutter; parts: ProgramPart[] } {
  const parts: ProgramPart[] = [];
  const cutter = new PartCutter({ partMs: 200, segmentMs: 1800, longestSegmentMs: 3300, firstSegment: 0 }, (part) => parts.push(part));
  return { cutter, parts };
}

function feedVideo(cutter: PartCutter, { frames, idrEvery = 50, startTime = 0, frame = FRAME, map: mapOf = map(0) }: Feed): void {
  for (let i = 0; i < frames; i += 1) {
    cutter.pushVideo({ time: startTime + i * frame, isKeyframe: i % idrEvery === 0, nals: [NAL], map: mapOf });
  }
}

function feedAudio(cutter: PartCutter, fromMs: number, toMs: number): void {
  for (let time = fromMs * 48; time < toMs * 48; time += 1024) cutter.pushAudio({ time, duration: 1024, data: Buffer.alloc(8) });
}

describe('cutting the program', () => {
  it('makes parts of 0.2 s that follow one another without a gap', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 101 });
    feedAudio(cutter, 0, 4200);
    expect(new Set(parts.map((part) => part.durationMs))).toEqual(new Set([200]));
    parts.slice(1).forEach((part, index) => {
      const before = parts[index];
      expect(part.timeMs).toBeCloseTo((before?.timeMs ?? 0) + (before?.durationMs ?? 0), 6);
    });
  });

  it('leaves out what begins before the program’s zero, which no fragment can say', () => {
    const { cutter, parts } = newCutter();
    cutter.pushVideo({ time: -FRAME, isKeyframe: true, nals: [NAL], map: map(0) });
    feedVideo(cutter, { frames: 51 });
    // A packet that straddles zero: 20 ms of AAC from 15 ms before the first picture.
    cutter.pushAudio({ time: -740, duration: 1024, data: Buffer.alloc(8) });
    for (let time = 284; time < 2200 * 48; time += 1024) cutter.pushAudio({ time, duration: 1024, data: Buffer.alloc(8) });
    expect(parts[0]?.timeMs).toBe(0);
    expect(parts.length).toBeGreaterThan(5);
  });

  it('ends a segment at the first IDR after 1.8 s', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 101, idrEvery: 25 });
    feedAudio(cutter, 0, 4200);
    const lasts = parts.filter((part) => part.isLast);
    expect(lasts.map((part) => part.timeMs + part.durationMs)).toEqual([2000, 4000]);
    expect(parts.filter((part) => part.index === 0).map((part) => part.isIndependent)).toEqual([true, true]);
  });

  it('ends a segment without an IDR before TARGETDURATION would be a lie', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 200, idrEvery: 1000 });
    feedAudio(cutter, 0, 8000);
    const [last] = parts.filter((part) => part.isLast);
    expect((last?.timeMs ?? 0) + (last?.durationMs ?? 0)).toBeLessThan(3500);
  });

  it('never lets a part of a steady picture exceed PART-TARGET', () => {
    for (const frame of [3000, 3600, 3750, 4500, 6000]) {
      const { cutter, parts } = newCutter();
      feedVideo(cutter, { frames: 90, frame, idrEvery: 60 });
      feedAudio(cutter, 0, 7000);
      for (const part of parts) expect(part.durationMs).toBeLessThanOrEqual(240);
    }
  });

  it('waits with a part until sound has reached its picture’s end', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 7 });
    feedAudio(cutter, 0, 150);
    expect(parts).toEqual([]);
    feedAudio(cutter, 170.667, 200);
    expect(parts).toHaveLength(1);
  });

  it('starts only with an IDR', () => {
    const { cutter, parts } = newCutter();
    cutter.pushVideo({ time: 0, isKeyframe: false, nals: [NAL], map: map(0) });
    feedVideo(cutter, { frames: 7, startTime: FRAME });
    feedAudio(cutter, 0, 600);
    expect(parts[0]).toMatchObject({ timeMs: 40, isIndependent: true, startsDiscontinuity: false });
  });

  it('puts a new map behind a discontinuity', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 10 });
    feedVideo(cutter, { frames: 10, startTime: 10 * FRAME, map: map(1) });
    feedAudio(cutter, 0, 2000);
    const first = parts.find((part) => part.map.id === 1);
    expect(first).toMatchObject({ index: 0, segment: 1, startsDiscontinuity: true });
    expect(parts.filter((part) => part.startsDiscontinuity)).toHaveLength(1);
  });

  it('gives viewers the last picture when the source goes, and starts the next behind a discontinuity', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 13 });
    feedAudio(cutter, 0, 300);
    cutter.breakOff();
    expect(parts.at(-1)).toMatchObject({ isLast: true, durationMs: 120 });
    feedVideo(cutter, { frames: 10, startTime: 90_000 });
    feedAudio(cutter, 1000, 2000);
    const after = parts.filter((part) => part.timeMs >= 1000);
    expect(after[0]).toMatchObject({ segment: 1, index: 0, startsDiscontinuity: true });
    expect(after[1]?.startsDiscontinuity ?? false).toBe(false);
  });
});
