import { describe, expect, it } from 'vitest';
import { treemap } from './treemap.ts';

const room = { width: 600, height: 400 };
const cells = (...weights: number[]) => treemap(weights, (weight) => weight, room);

describe('a map of regions by weight', () => {
  it.each([[[6, 6, 4, 3, 2, 2, 1]], [[1]], [[5, 5]], [[1_000, 1]]])('fills the room in proportion: %j', (weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    const laid = cells(...weights);
    expect(laid).toHaveLength(weights.length);
    for (const { item, width, height } of laid) expect(width * height).toBeCloseTo((item / total) * 240_000, 3);
    for (const { x, y, width, height } of laid) {
      expect(x + width).toBeLessThanOrEqual(600.001);
      expect(y + height).toBeLessThanOrEqual(400.001);
    }
  });

  it('keeps cells near squares', () => {
    for (const { width, height } of cells(6, 6, 4, 3, 2, 2, 1)) expect(Math.max(width / height, height / width)).toBeLessThan(3);
  });

  it('gives nothing to nothing', () => {
    expect(cells(3, 0)).toHaveLength(1);
    expect(cells()).toEqual([]);
    expect(cells(0, 0)).toEqual([]);
  });
});
