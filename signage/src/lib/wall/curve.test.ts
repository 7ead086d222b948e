import { describe, expect, it } from 'vitest';
import { ceiling, linePath } from './curve.ts';

describe('a curve', () => {
  it.each([
    [[0, 0], 1],
    [[3, 7], 10],
    [[12], 20],
    [[49, 50], 50],
    [[51], 100],
    [[100], 100],
    [[1_234], 2_000],
  ])('of %j has %d at its top', (values, top) => expect(ceiling(values)).toBe(top));

  it('runs from left to right, the largest at the top', () => {
    expect(linePath([0, 5, 10], 10, { width: 100, height: 50 })).toBe('M0.0 50.0 L50.0 25.0 L100.0 0.0');
  });

  it('of a day that is not over ends where the day is', () => {
    expect(linePath([10, 10], 10, { width: 230, height: 50 }, 24)).toBe('M0.0 0.0 L10.0 0.0');
  });
});
