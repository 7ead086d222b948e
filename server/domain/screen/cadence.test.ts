import { describe, expect, test } from 'vitest';
import { beatMs, nextInStep, slotAt, slotMs, untilTurn } from './cadence.ts';

const page = (id: string, dwellMs: number) => ({ id, dwellMs });
const wall = [page('a', 8_300), page('b', 12_000), page('c', 4_000)];
const start = 26_000 * 1_000_000;

describe('a cycle of pages', () => {
  test.each([
    ['begins with its first page', 0, 'a', 10_000],
    ['turns when the page has had its beats', 10_000, 'b', 22_000],
    ['goes on', 21_999, 'b', 22_000],
    ['ends with its last page', 22_000, 'c', 26_000],
    ['and begins again', 26_000, 'a', 36_000],
  ])('%s', (_, at, id, endsAt) => {
    expect(slotAt(wall, start + at)).toMatchObject({ item: { id }, endsAtMs: start + endsAt });
  });

  test('of two glasses with different pages turns on common beats', () => {
    const other = [page('x', 7_000), page('y', 9_100)];
    for (let at = 0; at < 120_000; at += 777) {
      for (const cycle of [wall, other]) expect((slotAt(cycle, start + at)?.endsAtMs ?? 1) % beatMs).toBe(0);
    }
  });

  test('a length that is a mistake does not hold the wall', () => {
    expect(slotMs({ dwellMs: 86_400_000 })).toBe(900_000);
    expect(slotMs({ dwellMs: 0 })).toBe(beatMs);
  });

  test('of nothing has no page', () => {
    expect(slotAt([], start)).toBeUndefined();
    expect(nextInStep([], start, undefined)).toBeUndefined();
  });
});

describe('what comes next', () => {
  test.each([
    ['is the slot that has just begun', 10_000, 'a', 'b', 22_000],
    ['is the one after it when the slot is half over', 16_000, undefined, 'c', 26_000],
    ['is the one after it when the slot’s page has just been seen', 10_000, 'b', 'c', 26_000],
    ['is a slot a little late, cut at its end', 11_000, undefined, 'b', 22_000],
  ])('%s', (_, at, current, id, endsAt) => {
    expect(nextInStep(wall, start + at, current)).toMatchObject({ item: { id }, endsAtMs: start + endsAt });
  });

  test('is the same page again where there is only one', () => {
    const only = [page('a', 10_000)];
    expect(nextInStep(only, start, 'a')?.item.id).toBe('a');
  });

  test('is known alike to two glasses that began at different times, after one turn', () => {
    let [one, two] = [nextInStep(wall, start + 3_000, undefined), nextInStep(wall, start + 9_000, undefined)];
    const step = (slot: typeof one) => slot && nextInStep(wall, slot.endsAtMs, slot.item.id);
    for (let turn = 0; turn < 4; turn += 1) one = step(one);
    while (two && one && two.endsAtMs < one.endsAtMs) two = step(two);
    expect(two).toEqual(one);
  });
});

test('what stands between two slots gives way at a turn of the cycle, once it has been read', () => {
  expect(untilTurn(wall, start, page('fresh', 8_000))).toBe(start + 10_000);
  expect(untilTurn(wall, start + 10_000, page('fresh', 12_000))).toBe(start + 22_000);
  expect(untilTurn(wall, start + 10_000, page('short', 2_000))).toBe(start + 12_000);
});
