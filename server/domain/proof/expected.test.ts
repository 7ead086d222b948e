import { expect, test } from 'vitest';
import { causeOf, expectedByHour } from './expected.ts';

const weekdays = [{ days: 'MO-FR', open: '05:30', close: '20:00' }];

test('a glass is expected to show something while its station is open', () => {
  const monday = expectedByHour({ hours: weekdays, dayOfWeek: 1, fromMinute: 0, toMinute: 1_440 });
  expect([monday[4], monday[5], monday[6], monday[19], monday[20]]).toEqual([0, 1_800_000, 3_600_000, 3_600_000, 0]);
  expect(expectedByHour({ hours: weekdays, dayOfWeek: 7, fromMinute: 0, toMinute: 1_440 })).toEqual(new Array(24).fill(0));
});

test('from when it was paired, until now', () => {
  const morning = expectedByHour({ hours: weekdays, dayOfWeek: 1, fromMinute: 6 * 60 + 45, toMinute: 7 * 60 + 10 });
  expect(morning.slice(5, 9)).toEqual([0, 900_000, 600_000, 0]);
});

const facts = { expectedMs: 3_600_000, playedMs: 3_500_000, takeoverMs: 0, heardSince: true, hasLost: false };
test.each([
  ['cross-fades are no gap', {}, { missingMs: 0, cause: null }],
  ['a takeover is said, though the glass was not dark', { takeoverMs: 600_000 }, { missingMs: 0, cause: 'takeover' }],
  ['closed hours have no gap', { expectedMs: 0, playedMs: 0 }, { missingMs: 0, cause: null }],
  ['who has not been heard since may still report', { playedMs: 0, heardSince: false }, { missingMs: 3_600_000, cause: 'awaited' }],
  ['who has, and did not, was off', { playedMs: 0 }, { missingMs: 3_600_000, cause: 'off' }],
  ['or has lost its journal', { playedMs: 1_800_000, hasLost: true }, { missingMs: 1_800_000, cause: 'lost' }],
])('%s', (_what, change, expected) => {
  expect(causeOf({ ...facts, ...change })).toEqual(expected);
});
