import { expect, test } from 'vitest';
import { randomFrom, systemRandom } from './random.ts';

test('ids are UUIDs of version 7 and sort by time, also within one millisecond and when the clock steps back', () => {
  const times = [5000, 5000, 5000, 4000, 6000];
  const random = randomFrom({ bytes: systemRandom.bytes, nowMs: () => times.shift() ?? 6000 });
  const ids = Array.from({ length: 9000 }, () => random.id());
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

test('digits are many enough and equally likely', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const digit of systemRandom.digits(20_000)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(300);
  expect(systemRandom.digits(6)).toMatch(/^\d{6}$/);
});
