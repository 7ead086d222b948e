import { describe, expect, test } from 'vitest';
import { bootClock, firstContact, readClock, setClock } from './clock.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-11-21T04:00:00Z');

describe('a running clock', () => {
  test('goes on by monotonic time, whatever the device’s own clock does', () => {
    const clock = setClock(undefined, noon, 1_000);
    expect(readClock(clock, 1_000 + hour)).toBe(noon + hour);
  });

  test('waits for a server that is behind instead of jumping back', () => {
    const clock = setClock(setClock(undefined, noon, 0), noon - 5_000, 1_000);
    expect(readClock(clock, 1_000)).toBe(noon + 1_000);
    expect(readClock(clock, 4_000)).toBe(noon + 1_000);
    expect(readClock(clock, 8_000)).toBe(noon + 2_000);
  });

  test('never tells a time before one it has told', () => {
    let clock = setClock(undefined, noon, 0);
    let told = 0;
    for (const [server, mono] of [
      [noon + 10_000, 10_000],
      [noon - hour, 20_000],
      [noon + 25_000, 30_000],
    ] as const) {
      clock = setClock(clock, server, mono);
      expect(readClock(clock, mono)).toBeGreaterThanOrEqual(told);
      told = readClock(clock, mono);
    }
  });
});

describe('a cold boot without network', () => {
  const saved = { serverMs: noon, toldMs: noon + hour, wallMs: noon + hour };

  test('adds the time the power was off', () => {
    expect(readClock(bootClock(saved, saved.wallMs + 8 * hour, 50), 50)).toBe(noon + 9 * hour);
  });

  test('goes on from the last time told when the device has fallen back to 1970', () => {
    expect(readClock(bootClock(saved, 0, 50), 50 + hour)).toBe(noon + 2 * hour);
  });

  test('has only the device’s word when it has never heard a server', () => {
    expect(readClock(bootClock(undefined, noon, 0), 10)).toBe(noon + 10);
  });
});

describe('the first contact', () => {
  test('corrects a device clock that was years ahead', () => {
    const saved = { serverMs: noon, toldMs: noon, wallMs: noon };
    expect(readClock(bootClock(saved, noon + 90_000 * hour, 0), 0)).toBe(noon + 90_000 * hour);
    expect(readClock(firstContact(saved, noon + hour, 100), 100)).toBe(noon + hour);
  });

  test('does not fall below what a server has told', () => {
    expect(readClock(firstContact({ serverMs: noon, toldMs: noon, wallMs: noon }, noon - hour, 0), 0)).toBe(noon);
  });
});
