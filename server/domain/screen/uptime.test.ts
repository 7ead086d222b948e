import { expect, it } from 'vitest';
import { lookAgain } from './look.ts';
import { uptimeOf } from './uptime.ts';

it('counts the hours in which there was a picture, of those in which there should have been one', () => {
  const turns = [
    { atMs: 0, state: 'fine' as const },
    { atMs: 60, state: 'silent' as const },
    { atMs: 70, state: 'degraded' as const },
    { atMs: 80, state: 'asleep' as const },
  ];
  expect(uptimeOf(turns, 0, 100)).toMatchObject({
    share: 70 / 80,
    awakeMs: 80,
    byState: { fine: 60, silent: 10, degraded: 10, asleep: 20 },
  });
  expect(uptimeOf(turns, 65, 70).share).toBe(0);
  expect(uptimeOf(turns, 90, 100).share).toBeUndefined();
  expect(uptimeOf([], 0, 100).share).toBeUndefined();
});

it('holds no silence against screens after the server itself was away, and tells of a longer absence once', () => {
  const first = lookAgain(undefined, 1_000_000);
  expect(first.away).toBeUndefined();
  const steady = lookAgain(first, 1_010_000);
  expect(steady).toMatchObject({ patientUntilMs: first.patientUntilMs, away: undefined });
  expect(lookAgain(steady, 1_045_000)).toMatchObject({ patientUntilMs: 1_105_000, away: undefined });
  expect(lookAgain(steady, 2_000_000)).toMatchObject({ patientUntilMs: 2_060_000, away: { fromMs: 1_010_000, untilMs: 2_000_000 } });
});
