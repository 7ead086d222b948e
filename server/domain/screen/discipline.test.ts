import { expect, test } from 'vitest';
import { bestReading, type TimeSample, withSample } from './discipline.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');
/** An answer of a server whose time is `noon` at monotonic 0, that was `there` ms on its way and `back` ms home. */
const answer = (at: number, there: number, back: number, step = 0): TimeSample => ({
  serverMs: noon + step + at + there,
  askedMono: at,
  heardMono: at + there + back,
});
const told = (samples: readonly TimeSample[]) => samples.reduce<TimeSample[]>((held, next) => withSample(held, next), []);

test('of many answers the one that took least is believed', () => {
  const samples = told([answer(0, 80, 5), answer(5_000, 2, 2), answer(10_000, 5, 140)]);
  expect(bestReading(samples, 10_200)).toMatchObject({ offsetMs: noon });
  expect(bestReading(samples, 10_200)?.errorMs).toBeLessThan(3);
});

test('an uneven way errs by less than half the round trip', () => {
  const reading = bestReading(told([answer(0, 90, 10)]), 100);
  expect(Math.abs((reading?.offsetMs ?? 0) - noon)).toBeLessThanOrEqual(reading?.errorMs ?? 0);
});

test('an event that nobody asked for is believed until an answer is there', () => {
  const event: TimeSample = { serverMs: noon, askedMono: undefined, heardMono: 120 };
  expect(bestReading(told([event]), 130)?.offsetMs).toBe(noon - 120);
  expect(bestReading(told([event, answer(1_000, 3, 3)]), 1_010)?.offsetMs).toBe(noon);
});

test('a good answer of an hour ago gives way to a fair one of now', () => {
  const samples = told([answer(0, 1, 1), answer(3_600_000, 30, 30)]);
  expect(bestReading(samples, 3_600_100)?.errorMs).toBeLessThan(31);
});

test('a server whose clock was set is believed at once', () => {
  const samples = told([answer(0, 1, 1), answer(5_000, 1, 1), answer(10_000, 20, 20, 60_000)]);
  expect(bestReading(samples, 10_100)?.offsetMs).toBe(noon + 60_000);
});

test('nobody heard is nothing known', () => {
  expect(bestReading([], 5)).toBeUndefined();
});
