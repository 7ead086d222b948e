import { expect, test } from 'vitest';
import { isOverCeiling } from './memory-ceiling.ts';

const megabyte = 1_048_576;
const hour = 3_600_000;

test.each([
  ['goes on below it', 300, 4_000, hour, false],
  ['begins anew above it', 450, 4_000, hour, true],
  ['of a small box begins anew at four fifths of what it has', 210, 256, hour, true],
  ['that has just begun goes on, or it would never do anything else', 450, 4_000, 60_000, false],
])('a page %s', (_, used, limit, uptimeMs, isOver) => {
  expect(isOverCeiling({ usedBytes: used * megabyte, limitBytes: limit * megabyte }, uptimeMs)).toBe(isOver);
});

test('a browser that says nothing of its heap is left alone', () => {
  expect(isOverCeiling(undefined, hour)).toBe(false);
});
