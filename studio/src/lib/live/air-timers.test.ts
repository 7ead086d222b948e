import { describe, expect, it } from 'vitest';
import { plannedTotal, timerOf } from './air-timers.ts';

describe('a timer', () => {
  it.each([
    ['runs within its plan', { sinceMs: 0, nowMs: 299_000, plannedMinutes: 5 }, { elapsedMs: 299_000, plannedMs: 300_000, isOver: false }],
    ['is over by a second', { sinceMs: 0, nowMs: 301_000, plannedMinutes: 5 }, { isOver: true }],
    ['has no plan and is never over', { sinceMs: 0, nowMs: 9_999_000, plannedMinutes: null }, { plannedMs: undefined, isOver: false }],
    [
      'never runs backwards, whatever is done to the clock',
      { sinceMs: 5_000, nowMs: 0, plannedMinutes: 1 },
      { elapsedMs: 0, isOver: false },
    ],
  ])('%s', (_, input, expected) => {
    expect(timerOf(input)).toMatchObject(expected);
  });
});

describe('the plan of a show', () => {
  it('is the sum of its items, and none where an item has none', () => {
    expect(plannedTotal([{ plannedMinutes: 5 }, { plannedMinutes: 8 }])).toBe(13);
    expect(plannedTotal([{ plannedMinutes: 5 }, { plannedMinutes: null }])).toBeUndefined();
    expect(plannedTotal([])).toBeUndefined();
  });
});
