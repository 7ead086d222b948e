import { describe, expect, test } from 'vitest';
import type { Heard, Situation } from './survive.ts';
import { jobsSlides, stillNews, survivingSlides } from './survive.ts';
import { manifest, row, slide } from './testing/rows.ts';

const issued = Date.parse('2026-11-21T04:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const at = (nowMs: number, facts: Partial<Situation> = {}): Situation => ({ nowMs, heardServerAtMs: nowMs, heard: new Map(), ...facts });
const heard = (status: Heard['status'], atMs: number, placesLeft = 0) => new Map([['posting-101', { status, atMs, placesLeft }]]);

const board = manifest({
  slides: [
    slide([row({ number: 101 }), row({ number: 102, dayJob: false })], { id: 's1' }),
    slide([row({ number: 103, dayJob: false, expiresAt: '2026-11-21T10:00:00Z' })], { id: 's2' }),
    ...manifest().slides.filter((s) => s.kind === 'station'),
  ],
});
const numbers = (situation: Situation) =>
  survivingSlides(board, situation).slides.flatMap((s) => (s.kind === 'jobs' ? s.rows.map((r): number | string => r.number) : [s.id]));

describe('connected', () => {
  test('everything that is valid is shown, with its counts', () => {
    expect(numbers(at(issued))).toEqual([101, 102, 103]);
    expect(survivingSlides(board, at(issued)).asOfMs).toBeUndefined();
  });

  test('a count that was heard lies on top of the manifest', () => {
    const [first] = jobsSlides(survivingSlides(board, at(issued, { heard: heard('open', issued, 2) })).slides);
    expect(first?.rows[0]?.placesLeft).toBe(2);
  });

  test('a filled row is grey in its place, and later gone', () => {
    const news = heard('filled', issued);
    const [first] = jobsSlides(survivingSlides(board, at(issued + 20_000, { heard: news })).slides);
    expect(first?.rows[0]).toMatchObject({ number: 101, filled: true });
    expect(numbers(at(issued + minute, { heard: news }))).toEqual([102, 103]);
  });

  test('a row that was full when the manifest was laid out goes after three minutes, unless it has places again', () => {
    const full = manifest({ slides: [slide([row({ number: 101, filled: true, placesLeft: 0 }), row({ number: 102 })])] });
    const shown = (situation: Situation) => jobsSlides(survivingSlides(full, situation).slides).flatMap((s) => s.rows.map((r) => r.number));
    expect(shown(at(issued + 2 * minute))).toEqual([101, 102]);
    expect(shown(at(issued + 4 * minute))).toEqual([102]);
    expect(shown(at(issued + 4 * minute, { heard: heard('open', issued + 3 * minute, 1) }))).toEqual([101, 102]);
  });

  test('a withdrawn row is gone at once', () => {
    expect(numbers(at(issued, { heard: heard('closed', issued) }))).toEqual([102, 103]);
  });
});

describe('without the server', () => {
  const offline = (ms: number) => at(issued + ms, { heardServerAtMs: issued });

  test('for nine minutes nothing changes', () => {
    expect(survivingSlides(board, offline(9 * minute)).asOfMs).toBeUndefined();
  });

  test('for eleven minutes the glass says as of when', () => {
    expect(survivingSlides(board, offline(11 * minute)).asOfMs).toBe(issued);
  });

  test('an expired posting is never shown', () => {
    expect(numbers(offline(6 * hour))).toEqual([101, 102]);
  });

  test('for more than a day the day’s jobs are gone', () => {
    expect(numbers(offline(25 * hour))).toEqual([102]);
  });

  test('with nothing valid left the station’s own slide stands', () => {
    const days = manifest({ slides: [slide([row()]), ...board.slides.slice(-1)] });
    expect(survivingSlides(days, offline(30 * 24 * hour)).slides.map((s) => s.kind)).toEqual(['station']);
  });
});

test('news that the manifest knows already is forgotten', () => {
  const old = heard('open', issued - 1);
  expect(stillNews(old, board).size).toBe(0);
  expect(stillNews(heard('open', issued + 1), board).size).toBe(1);
});
