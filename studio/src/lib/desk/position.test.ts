import { describe, expect, it } from 'vitest';
import { readPosition, toGcj02 } from './position.ts';

describe('a pin as it is typed', () => {
  it.each([['30.2908, 120.2129'], ['120.2129,30.2908'], ['N 30.2908° E 120.2129°']])('%s', (typed) => {
    expect(readPosition(typed, false)).toEqual({ lat: 30.2908, lon: 120.2129 });
  });

  it.each(['', '30.29', '火车东站', '200, 300'])('%j is no position', (typed) => {
    expect(readPosition(typed, false)).toBeUndefined();
  });

  it('brings a map provider’s GCJ-02 back to WGS 84 within a metre', () => {
    // Tian'anmen: published pair of the two systems.
    const shifted = toGcj02({ lat: 39.907333, lon: 116.391083 });
    expect(shifted.lat).toBeCloseTo(39.908736, 4);
    expect(shifted.lon).toBeCloseTo(116.397327, 4);
    const back = readPosition(`${shifted.lat}, ${shifted.lon}`, true);
    expect(back?.lat).toBeCloseTo(39.907333, 5);
    expect(back?.lon).toBeCloseTo(116.391083, 5);
  });
});
