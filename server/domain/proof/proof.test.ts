import { describe, expect, test } from 'vitest';
import { type HourOf, sumByDay } from './day-sums.ts';
import { believable, type Play, type PlayedSlide, takeBatch } from './played.ts';
import { attest, rootOf, spansOf } from './spans.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-03-02T04:00:00Z');
const slide = (change: Partial<PlayedSlide> = {}): PlayedSlide => ({
  id: 's1',
  kind: 'jobs',
  version: 1,
  hash: 'a',
  postingIds: ['p1', 'p2'],
  ...change,
});
const play = (startedAtMs: number, durationMs = 12_000, change: Partial<PlayedSlide> = {}): Play => ({
  slide: slide(change),
  startedAtMs,
  durationMs,
});
/** UTC hours. */
const hourOf = (ms: number): HourOf => {
  const start = Math.floor(ms / hour) * hour;
  const at = new Date(start);
  return { day: at.toISOString().slice(0, 10), hour: at.getUTCHours(), endsAtMs: start + hour };
};

describe('a journal', () => {
  test.each([
    ['the next batch is taken whole', 10, { from: 11, plays: [1, 2, 3] }, { fresh: [1, 2, 3], from: 11, upTo: 13, lost: 0 }],
    ['one that came before counts no second time', 13, { from: 11, plays: [1, 2, 3] }, { fresh: [], from: 14, upTo: 13, lost: 0 }],
    ['of one that came in part the rest counts', 12, { from: 11, plays: [1, 2, 3] }, { fresh: [3], from: 13, upTo: 13, lost: 0 }],
    ['an old one that comes late is known', 50, { from: 11, plays: [1, 2, 3] }, { fresh: [], from: 51, upTo: 50, lost: 0 }],
    ['numbers that never came are lost', 10, { from: 15, plays: [1] }, { fresh: [1], from: 15, upTo: 15, lost: 4 }],
  ])('%s', (_what, taken, batch, expected) => {
    expect(takeBatch(taken, batch)).toEqual(expected);
  });
});

describe('a device’s times', () => {
  test('that can be true stay', () => {
    const plays = [play(noon), play(noon + 12_000)];
    expect(believable(plays, noon + 60_000)).toEqual({ plays, retimed: 0 });
  });

  test('ahead of the server are moved before it, in their order and with their length', () => {
    const plays = [play(noon + 30 * 86_400_000), play(noon + 30 * 86_400_000 + 12_000)];
    const { plays: moved, retimed } = believable(plays, noon);
    expect(retimed).toBe(2);
    expect(moved.map(({ startedAtMs, durationMs }) => [startedAtMs - noon, durationMs])).toEqual([
      [-24_000, 12_000],
      [-12_000, 12_000],
    ]);
  });

  test('of 1970 are moved to the oldest that a device keeps, and nothing stands for days', () => {
    const { plays, retimed } = believable([play(5_000, 86_400_000)], noon);
    expect(plays[0]).toMatchObject({ startedAtMs: noon - 60 * 86_400_000, durationMs: hour });
    expect(retimed).toBe(1);
  });
});

describe('sums', () => {
  test('count a play in the hour in which it began, and its time in each hour that it stood in', () => {
    const sums = sumByDay([play(noon + hour - 4_000)], hourOf);
    expect(sums.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['screen ', 'jobs ', 'posting p1', 'posting p2']);
    for (const sum of sums) {
      expect([sum.plays[4], sum.plays[5]]).toEqual([1, 0]);
      expect([sum.ms[4], sum.ms[5]]).toEqual([4_000, 8_000]);
    }
  });

  test('over midnight stand on two days', () => {
    const midnight = Date.parse('2026-03-03T00:00:00Z');
    const sums = sumByDay([play(midnight - 5_000, 12_000, { kind: 'station', postingIds: [] })], hourOf).filter(
      ({ kind }) => kind === 'station',
    );
    expect(sums.map(({ day, ms }) => [day, ms[23], ms[0]])).toEqual([
      ['2026-03-02', 5_000, 0],
      ['2026-03-03', 0, 7_000],
    ]);
  });

  test('count pictures, notices, shows and takeovers by what they are', () => {
    const kinds = (['content', 'show', 'takeover'] as const).map((kind) =>
      play(noon, 1_000, { kind, subject: `${kind}-1`, postingIds: [] }),
    );
    expect(sumByDay(kinds, hourOf).map(({ kind, subject, plays }) => [kind, subject, plays[4]])).toEqual([
      ['screen', '', 3],
      ['content', 'content-1', 1],
      ['show', 'show-1', 1],
      ['takeover', 'takeover-1', 1],
    ]);
  });
});

describe('spans', () => {
  const open = (change: object = {}) => ({ id: 'x', version: 1, hash: 'a', fromMs: noon, toMs: noon + 60_000, ...change });

  test('of one manifest are one, through its slides', () => {
    expect(spansOf([play(noon), play(noon + 12_300), play(noon + 24_600, 12_000, { hash: 'b', version: 2 })])).toEqual([
      { version: 1, hash: 'a', fromMs: noon, toMs: noon + 24_300 },
      { version: 2, hash: 'b', fromMs: noon + 24_600, toMs: noon + 36_600 },
    ]);
  });

  test('grow while the same goes on, and what is proved twice changes nothing', () => {
    const run = { version: 1, hash: 'a', fromMs: noon + 70_000, toMs: noon + 90_000 };
    expect(attest([open()], [run])).toEqual({ longer: [open({ toMs: noon + 90_000 })], begun: [] });
    expect(attest([open({ toMs: noon + 90_000 })], [run])).toEqual({ longer: [], begun: [] });
  });

  test.each([
    ['another manifest', { hash: 'b', version: 2, fromMs: noon + 70_000, toMs: noon + 80_000 }],
    ['the same after a pause', { hash: 'a', version: 1, fromMs: noon + 500_000, toMs: noon + 510_000 }],
    ['the same after an hour', { hash: 'a', version: 1, fromMs: noon + 61_000, toMs: noon + hour + 1_000 }],
  ])('begin anew with %s', (_what, run) => {
    expect(attest([open()], [run])).toEqual({ longer: [], begun: [run] });
  });

  test('have a digest that any change shows in, and their order does not', () => {
    const rows = ['x', 'y'].map((id) => ({ ...open(), id, screenId: 's' }));
    expect(rootOf([...rows].reverse())).toBe(rootOf(rows));
    expect(rootOf(rows.map((row) => ({ ...row, toMs: row.toMs + 1 })))).not.toBe(rootOf(rows));
    expect(rootOf(rows.slice(1))).not.toBe(rootOf(rows));
  });
});
