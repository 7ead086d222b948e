import { expect, it } from 'vitest';
import type { MissedOnWire } from '#server/contract/missed.ts';
import { planStretches } from './plan.ts';

const gap = { fromMs: 60_000, toMs: 70_000, atMs: 1_060_000, hostAtMs: null };
const missed = (more: Partial<MissedOnWire> = {}): MissedOnWire => ({ serverMs: 0, gaps: [gap], stretches: [], ...more });
/** The laptop is 500 ms behind the server. */
const ahead = 500;
const kept = (beganMs: number, endMs: number, name = 'a') => ({ name, beganMs, endMs });

it.each([
  ['all of a gap', [kept(999_500, 1_100_000)], [['a', 60_000, 70_000, 0]]],
  ['what of it came before the page was closed', [kept(999_500, 1_064_500)], [['a', 60_000, 65_000, 0]]],
  [
    'both sides of a reload',
    [kept(999_500, 1_062_500, 'a'), kept(1_065_500, 1_100_000, 'b')],
    [
      ['a', 60_000, 63_000, 0],
      ['b', 66_000, 70_000, 66_000],
    ],
  ],
  ['nothing that was recorded at another time', [kept(2_000_000, 2_100_000)], []],
] as const)('takes %s', (_, spans, expected) => {
  expect(planStretches(missed(), spans, ahead).map(({ name, fromMs, toMs, zeroMs }) => [name, fromMs, toMs, zeroMs])).toEqual(expected);
});

it('sends what is long as several', () => {
  const long = planStretches(missed({ gaps: [{ ...gap, toMs: 60_000 + 25 * 60_000 }] }), [kept(999_500, 9_000_000)], ahead);
  expect(long.map(({ fromMs, toMs }) => (toMs - fromMs) / 60_000)).toEqual([10, 10, 5]);
});

it('goes on with what was begun, however the clocks compare now', () => {
  const begun = { id: 'x', fromMs: 60_000, toMs: 65_020, zeroMs: 13, state: 'receiving' as const, percent: 0, bytes: 9, pieces: [0] };
  const [wanted] = planStretches(missed({ stretches: [begun] }), [kept(999_500, 1_064_500)], ahead);
  expect(wanted).toMatchObject({ fromMs: 60_000, toMs: 65_020, zeroMs: 13 });
});

it('waits until a recording that goes on holds all of it', () => {
  const running = (endMs: number) => [{ ...kept(999_500, endMs), isRunning: true as const }];
  expect(planStretches(missed(), running(1_069_600), ahead)).toEqual([]);
  expect(planStretches(missed(), running(1_070_100), ahead)).toHaveLength(1);
});

it('goes by its own clock where the server knows it, whatever the network took', () => {
  const late = { ...gap, hostAtMs: 1_059_500 - 2_800 };
  const [wanted] = planStretches(missed({ gaps: [late] }), [kept(999_500, 1_100_000)], ahead);
  expect(wanted).toMatchObject({ fromMs: 60_000, toMs: 70_000, zeroMs: 2_800 });
});
