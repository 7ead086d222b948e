import { describe, expect, it } from 'vitest';
import { onTurn, turnAt } from './page.ts';

const jobs = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('jobs on a glass that has fewer places', () => {
  it('all hang where there is room', () => {
    expect(onTurn(jobs(12), 12, 5)).toEqual(jobs(12));
  });

  it('let the first ones stay, and share the other places among the rest', () => {
    expect(onTurn(jobs(14), 6, 0)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(onTurn(jobs(14), 6, 1)).toEqual([1, 2, 3, 4, 7, 8]);
    expect(onTurn(jobs(14), 6, 4)).toEqual([1, 2, 3, 4, 13, 14]);
    expect(onTurn(jobs(14), 6, 5)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(onTurn(jobs(13), 6, 4)).toEqual([1, 2, 3, 4, 12, 13]);
  });

  it('make the same few sets, each with its code, however long they hang', () => {
    const sets = new Set(Array.from({ length: 1_000 }, (_, turn) => onTurn(jobs(50), 12, turn).join()));
    expect(sets.size).toBe(Math.ceil((50 - 8) / 4));
  });

  it.each([
    [12, 13],
    [12, 40],
    [36, 500],
    [1, 3],
    [2, 7],
  ])('each have their turn: %i places, %i jobs', (places, count) => {
    const seen = new Set<number>();
    for (let turn = 0; turn < count; turn += 1) {
      const shown = onTurn(jobs(count), places, turn + 1_000_000);
      expect(new Set(shown).size).toBe(places);
      for (const job of shown) seen.add(job);
    }
    expect(seen.size).toBe(count);
  });

  it('change four times an hour', () => {
    const at = Date.parse('2026-11-21T06:00:00Z');
    expect([0, 14, 15, 59, 60].map((minutes) => turnAt(at + minutes * 60_000) - turnAt(at))).toEqual([0, 0, 1, 3, 4]);
  });
});
