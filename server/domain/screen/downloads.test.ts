import { expect, test } from 'vitest';
import { hasRoomFor, mayDownload, staggerMs } from './downloads.ts';

const megabyte = 1_048_576;
const night = { from: '23:00', to: '04:30' };

test.each([
  ['comes at any time where the station has no window', 200, undefined, '12:00', true],
  ['waits for the night where it has one', 200, night, '12:00', false],
  ['comes in the evening part of the window', 200, night, '23:00', true],
  ['comes in the morning part of it', 200, night, '04:29', true],
  ['waits at its end', 200, night, '04:30', false],
  ['that is small never waits', 2, night, '12:00', true],
])('a file %s', (_, megabytes, window, at, may) => {
  expect(mayDownload({ bytes: megabytes * megabyte }, window, at)).toBe(may);
});

test('walls that hear of the same film ask for it apart from each other', () => {
  expect(staggerMs(60 * megabyte, 0)).toBe(0);
  expect(staggerMs(60 * megabyte, 0.5)).toBe(30_000);
  expect(staggerMs(9_000 * megabyte, 0.999)).toBeLessThanOrEqual(120_000);
  expect(staggerMs(300_000, 0.999)).toBeLessThan(300);
});

test.each([
  ['fits into an empty device', 500, { usedBytes: 0, quotaBytes: 2_000 * megabyte }, true],
  ['is refused where it would fill the device to its reserve', 500, { usedBytes: 1_480 * megabyte, quotaBytes: 2_000 * megabyte }, false],
  ['is tried where the browser doesn’t say', 500, undefined, true],
])('a film %s', (_, megabytes, storage, fits) => {
  expect(hasRoomFor(megabytes * megabyte, storage)).toBe(fits);
});
