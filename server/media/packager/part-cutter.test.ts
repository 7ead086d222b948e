import { describe, expect, it } from 'vitest';
import { PartCutter } from './part-cutter.ts';
import type { ProgramMap, ProgramPart } from './program-sink.ts';

const map = (id: number): ProgramMap => ({
  id,
  bytes: Buffer.alloc(0),
  codecs: 'avc1.42C01F,mp4a.40.2',
  width: 1280,
  height: 720,
  sound: { specificConfig: Buffer.alloc(2), channels: 2 },
});
const NAL = Buffer.from('4101', 'hex');
const REPEATED = Buffer.from('0101', 'hex');
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
  const cutter = new PartCutter({ partMs: 200, longestPartMs: 240, segmentMs: 1800, longestSegmentMs: 3250, firstSegment: 0 }, (part) =>
    parts.push(part),
  );
  return { cutter, parts };
}

function feedVideo(cutter: PartCutter, { frames, idrEvery = 50, startTime = 0, frame = FRAME, map: mapOf = map(0) }: Feed): void {
  for (let i = 0; i < frames; i += 1) {
    cutter.pushVideo({ time: startTime + i * frame, isKeyframe: i % idrEvery === 0, nals: [NAL], map: mapOf, repeat: () => REPEATED });
  }
}

/** How many samples are just this NAL unit, with its length before it. */
function count(bytes: Buffer, nal: Buffer): number {
  const sample = Buffer.concat([Buffer.from([0, 0, 0, nal.length]), nal]);
  let found = 0;
  for (let at = bytes.indexOf(sample); at !== -1; at = bytes.indexOf(sample, at + 1)) found += 1;
  return found;
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
    cutter.pushVideo({ time: -FRAME, isKeyframe: true, nals: [NAL], map: map(0), repeat: () => REPEATED });
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

  it('ends it early enough that one more slow picture still rounds to TARGETDURATION', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 40, frame: Math.round(235.6 * 90), idrEvery: 1000 });
    feedAudio(cutter, 0, 10_000);
    const segments = Map.groupBy(parts, (part) => part.segment).values();
    for (const segment of segments) expect(segment.reduce((sum, part) => sum + part.durationMs, 0)).toBeLessThan(3500);
  });

  it('never lets a part of a steady picture exceed PART-TARGET', () => {
    for (const frame of [3000, 3600, 3750, 4500, 6000]) {
      const { cutter, parts } = newCutter();
      feedVideo(cutter, { frames: 90, frame, idrEvery: 60 });
      feedAudio(cutter, 0, 7000);
      for (const part of parts) expect(part.durationMs).toBeLessThanOrEqual(240);
    }
  });

  it.each([
    ['8 pictures a second', Array.from({ length: 40 }, (_, i) => i * 125)],
    ['4 pictures a second', Array.from({ length: 20 }, (_, i) => i * 250)],
    ['one a second', Array.from({ length: 8 }, (_, i) => i * 1000)],
    ['a choking machine', [0, 40, 80, 780, 820, 990, 1225, 1465, 1706, 4300, 4340, 4380, 4600, 5000]],
  ])('never lets a part exceed PART-TARGET, though the sender is slow: %s', (_, times) => {
    const { cutter, parts } = newCutter();
    for (const [i, ms] of times.entries()) {
      cutter.pushVideo({ time: ms * 90, isKeyframe: i % 10 === 0, nals: [NAL], map: map(0), repeat: () => REPEATED });
    }
    feedAudio(cutter, 0, 9000);
    cutter.breakOff();
    const last = times.at(-1) ?? 0;
    expect(Math.max(...parts.map((part) => part.durationMs))).toBeLessThanOrEqual(240);
    expect(parts.reduce((sum, part) => sum + part.durationMs, 0)).toBeGreaterThan(last);
    parts.slice(1).forEach((part, index) => {
      const before = parts[index];
      expect(part.timeMs).toBeCloseTo((before?.timeMs ?? 0) + (before?.durationMs ?? 0), 6);
    });
    const segments = Map.groupBy(parts, (part) => part.segment).values();
    for (const segment of segments) expect(segment.reduce((sum, part) => sum + part.durationMs, 0)).toBeLessThan(3500);
    const all = Buffer.concat(parts.map((part) => part.bytes));
    expect(times.length - count(all, NAL)).toBe(0);
    expect(count(all, REPEATED) > 0).toBe(times.some((ms, i) => ms - (times[i - 1] ?? ms) > 240));
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
    cutter.pushVideo({ time: 0, isKeyframe: false, nals: [NAL], map: map(0), repeat: () => REPEATED });
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

  it('lets the next source sound only where the one before has ended: its last frame may reach beyond its picture', () => {
    const { cutter, parts } = newCutter();
    feedVideo(cutter, { frames: 6 });
    feedAudio(cutter, 0, 300);
    cutter.breakOff();
    const [last] = parts.at(-1)?.sound.slice(-1) ?? [];
    const soundEnd = (last?.time ?? 0) + (last?.duration ?? 0);
    const pictureEnd = 240;
    expect(soundEnd).toBeGreaterThan(pictureEnd * 48);

    feedVideo(cutter, { frames: 10, startTime: pictureEnd * 90 });
    feedAudio(cutter, pictureEnd - 10, 700);
    const [first] = parts.find(({ startsDiscontinuity }) => startsDiscontinuity)?.sound ?? [];
    expect(first?.time).toBeGreaterThanOrEqual(soundEnd);
    expect(first?.time).toBeLessThan(soundEnd + 1024);
  });
});
