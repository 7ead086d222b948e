import { expect, it } from 'vitest';
import { runOfShow } from './run-of-show.ts';

const startMs = Date.parse('2026-12-01T06:30:00Z');
const plan = (...minutes: (number | null)[]) =>
  runOfShow(
    minutes.map((plannedMinutes) => ({ plannedMinutes })),
    { startMs, minutes: 20 },
  ).map(({ startMs: at, totalMinutes, over }) => `${new Date(at).toISOString().slice(11, 16)} ${totalMinutes}${over ? ' over' : ''}`);

it('says of each item when it begins, and how much of the time is gone when it ends', () => {
  expect(plan(3, 10, 7)).toEqual(['06:30 3', '06:33 13', '06:43 20']);
});

it('takes five minutes where nobody has said how many', () => {
  expect(plan(null, null)).toEqual(['06:30 5', '06:35 10']);
});

it('is over from the item on that ends after the planned length', () => {
  expect(plan(15, 6, 1)).toEqual(['06:30 15', '06:45 21 over', '06:51 22 over']);
});

it('of an empty rundown says nothing', () => {
  expect(plan()).toEqual([]);
});
