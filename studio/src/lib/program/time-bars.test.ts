import { describe, expect, it } from 'vitest';
import { BARS, BARS_WRAP_MS, barsOf, momentOf } from './time-bars.ts';

const levels = (ms: number) => barsOf(ms).map((bar) => (bar ? 200 : 40));

describe('a moment as bars', () => {
  it.each([0, 1, 255, 256, Date.UTC(2026, 10, 30) % BARS_WRAP_MS, BARS_WRAP_MS - 1])('%i reads as it was written', (ms) => {
    expect(barsOf(ms)).toHaveLength(BARS);
    expect(momentOf(levels(ms))).toBe(ms);
  });

  it('is not read where two frames are mixed', () => {
    const [one, other] = [levels(1_000), levels(1_040)];
    expect(momentOf([...one.slice(0, 30), ...other.slice(30)])).toBeUndefined();
  });

  it.each([
    ['black', 0],
    ['white', 255],
  ])('is not read from a %s picture', (_, level) => {
    expect(momentOf(new Array(BARS).fill(level))).toBeUndefined();
  });
});
