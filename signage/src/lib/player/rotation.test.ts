import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Slide } from '#server/domain/board/manifest.ts';
import { row, slide } from '#server/domain/board/testing/rows.ts';
import { Rotation } from './rotation.svelte.ts';

const page = (id: string, number: number): Slide => slide([row({ number })], { id, dwellMs: 10_000 });
/** Where a round of three such pages begins. */
const start = 30_000 * 60_000_000;

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: start }));
afterEach(() => vi.useRealTimers());

function wall(clock: () => number = () => Date.now()) {
  const given = { slides: [page('a', 1), page('b', 2), page('c', 3)] as Slide[], rescues: 0, turns: [] as [string, number][] };
  const rotation = new Rotation({
    nowMs: clock,
    hurry: 1,
    slides: () => given.slides,
    own: () => ({ kind: 'station', id: 'own', link: { code: '', url: '' }, dwellMs: 15_000 }),
    coming: () => undefined,
    left: () => {},
    rescued: () => {
      given.rescues += 1;
    },
    setAside: [],
  });
  let last = 0;
  /** As the player ticks, and as the stage puts up whatever it is given. */
  const run = (ms: number, { stage = true } = {}) => {
    for (let at = 0; at < ms; at += 250) {
      rotation.tick();
      vi.advanceTimersByTime(250);
      if (rotation.turn === last) continue;
      last = rotation.turn;
      given.turns.push([rotation.slide?.id ?? '', Date.now() - start]);
      if (stage) rotation.presented();
    }
  };
  return { rotation, given, run };
}

test('pages turn on the station’s beats, whenever the wall was switched on', () => {
  vi.setSystemTime(start + 1_200);
  const { given, run } = wall();
  run(30_000);
  expect(given.turns.map(([id]) => id)).toEqual(['a', 'b', 'c', 'a']);
  for (const [, atMs] of given.turns.slice(1)) expect(atMs % 10_000).toBeLessThanOrEqual(250);
});

test('the next page is drawn behind the one that stands before its turn, and turns at its instant between two ticks', () => {
  vi.setSystemTime(start + 90);
  const { rotation, run } = wall();
  run(8_500);
  expect(rotation.upcoming).toBeUndefined();
  run(1_000);
  expect([rotation.slide?.id, rotation.upcoming?.id]).toEqual(['a', 'b']);
  const turned: number[] = [];
  const before = rotation.turn;
  for (let ms = 0; ms < 1_000; ms += 1) {
    vi.advanceTimersByTime(1);
    if (rotation.turn > before && turned.length === 0) turned.push(Date.now() - start);
  }
  expect(turned[0]).toBe(10_000);
});

test('what was planned is planned anew when it is withdrawn', () => {
  const { rotation, given, run } = wall();
  run(9_500);
  expect(rotation.upcoming?.id).toBe('b');
  given.slides = given.slides.filter(({ id }) => id !== 'b');
  rotation.changed();
  run(2_000);
  expect(rotation.slide?.id).toBe('c');
});

test('a page that never comes up is a stall, and another is tried', () => {
  const { given, run } = wall();
  run(9_000, { stage: false });
  expect(given.rescues).toBe(1);
  expect(given.turns.length).toBeGreaterThan(1);
});

test('a clock that waits for a server that was set back does not hold the page', () => {
  const { given, run } = wall(() => start + 100);
  run(40_000);
  expect(given.turns.length).toBeGreaterThanOrEqual(3);
});

test('with nothing to show the station’s own slide stands', () => {
  const { rotation, given, run } = wall();
  given.slides = [];
  run(1_000);
  expect(rotation.slide?.id).toBe('own');
});

test.each([
  ['back by decades', -74 * 365 * 86_400_000],
  ['on by a month', 30 * 86_400_000],
])('a clock that is set %s while a turn is planned holds no page, and hurries none', (_, byMs) => {
  let offMs = 0;
  const { given, run } = wall(() => Date.now() + offMs);
  run(9_500);
  offMs = byMs;
  run(60_000);
  // Seven of ten seconds each, and the one that was cut short or held a little by the change.
  expect(given.turns.length).toBeGreaterThanOrEqual(6);
  expect(given.turns.length).toBeLessThanOrEqual(9);
});
