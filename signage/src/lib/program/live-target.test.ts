import { describe, expect, it } from 'vitest';
import { LiveTarget } from './live-target.ts';

describe('how far behind the live edge a viewer stays', () => {
  it('is as near as parts allow while the line is calm', () => {
    const target = new LiveTarget(0);
    expect(target.at(3_600_000)).toBe(0.56);
  });

  it('is further with each stall, up to a bound', () => {
    const target = new LiveTarget(0);
    target.stalled(1_000);
    expect(target.at(1_000)).toBeCloseTo(0.76);
    for (let n = 0; n < 50; n += 1) target.stalled(2_000);
    expect(target.at(2_000)).toBe(2);
  });

  it('comes back step by step when half a minute has been calm', () => {
    const target = new LiveTarget(0);
    target.stalled(1_000);
    expect(target.at(30_999)).toBeCloseTo(0.76);
    expect(target.at(31_000)).toBeCloseTo(0.66);
    expect(target.at(31_200)).toBeCloseTo(0.66);
    expect(target.at(61_000)).toBeCloseTo(0.56);
    expect(target.at(200_000)).toBeCloseTo(0.56);
  });
});
