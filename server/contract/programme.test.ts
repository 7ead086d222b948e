import { expect, test } from 'vitest';
import { dayQuery } from './programme.ts';

test('what a screen shows is asked of a moment of its day, and 24:00 is none', () => {
  const asked = (time: string) => dayQuery.safeParse({ day: '2026-12-01', time }).success;
  expect(['00:00', '06:10', '23:59', '24:00'].map(asked)).toEqual([true, true, true, false]);
});
