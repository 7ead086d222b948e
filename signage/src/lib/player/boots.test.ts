import { beforeEach, expect, test, vi } from 'vitest';
import { noteBoot } from './boots.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
});

/** How long each of so many starts waits, ms. */
const waits = (count: number, everyMs: number, from = noon) =>
  Array.from({ length: count }, (_, start) => noteBoot('default', from + start * everyMs));

test('a page that is killed again and again asks less and less often, up to a minute', () => {
  expect(waits(12, 5_000)).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('a box that is switched on now and then waits for nothing', () => {
  expect(waits(6, 60_000)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('starts that a wrong clock has put into years to come count for nothing', () => {
  waits(6, 1_000, Date.parse('2100-01-01T00:00:00Z'));
  expect(waits(2, 5_000)).toEqual([0, 0]);
});

test('two walls of one box don’t wait for each other', () => {
  waits(6, 1_000);
  expect(noteBoot('another', noon)).toBe(0);
});
