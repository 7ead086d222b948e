import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServerTime } from './server-time.svelte.ts';
import type { Slot } from './store.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');
const days = (count: number) => count * 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'performance'], now: noon }));
afterEach(() => vi.useRealTimers());

/** A box that heard its server at noon, was switched off, and is switched on when its own clock says `deviceMs`. */
function bootedAt(deviceMs: number) {
  const off: number[] = [];
  const line = { connected: false, cut: false };
  const parts = { line: () => line, clockWasOff: (ms: number) => void off.push(ms) };
  const before = new ServerTime(parts);
  before.hear(iso(noon));
  const kept: Pick<Slot, 'clock' | 'heardServerAtMs'> = {};
  before.keep(kept as Slot);
  vi.setSystemTime(deviceMs);
  const time = new ServerTime(parts);
  time.recall(kept);
  time.age();
  off.length = 0;
  return { time, line, off };
}

describe('switched on without a network', () => {
  test('after thirty days the glass speaks as of when its server was last heard', () => {
    const { time } = bootedAt(noon + days(30));
    expect([time.now(), time.asOfMs]).toEqual([noon + days(30), noon]);
  });

  test('in 1970 it goes on from what it knew', () => {
    const { time } = bootedAt(0);
    expect([time.now(), time.asOfMs]).toEqual([noon, undefined]);
  });
});

test.each([
  ['1970', 0],
  ['2100', Date.parse('2100-01-01T00:00:00Z')],
])('the first word of a server sets a clock of %s right, and says how far it was off', (_, deviceMs) => {
  const { time, line, off } = bootedAt(deviceMs);
  const believed = time.now();
  line.connected = true;
  time.hear(iso(noon + days(1)));
  expect([time.now(), time.asOfMs, time.heardAtMs]).toEqual([noon + days(1), undefined, noon + days(1)]);
  expect([off, time.clockErrorMs]).toEqual([[noon + days(1) - believed], deviceMs - (noon + days(1))]);
});

test('what bears no time counts as heard only when this start has heard what time it is', () => {
  const { time } = bootedAt(Date.parse('2100-01-01T00:00:00Z'));
  time.hearNow();
  expect(time.heardAtMs).toBe(noon);
  time.hear(iso(noon + days(1)));
  vi.advanceTimersByTime(5_000);
  time.hearNow();
  expect(time.heardAtMs).toBe(noon + days(1) + 5_000);
});
