import { describe, expect, it } from 'vitest';
import { cluster, hull, panBy, projector, toScreen, viewOf, zoomAt } from './geometry.ts';

const size = { width: 400, height: 200 };

describe('a map without tiles', () => {
  it('shows all of its points with room around them', () => {
    const project = projector([
      { lat: 30, lon: 120 },
      { lat: 31, lon: 121 },
    ]);
    const points = [project({ lat: 30, lon: 120 }), project({ lat: 31, lon: 121 })];
    const seen = points.map((point) => toScreen(point, viewOf(points, size), size));
    for (const { x, y } of seen) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(400);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(200);
    }
    // North is up.
    expect(seen[1]?.y).toBeLessThan(seen[0]?.y ?? 0);
  });

  it('keeps the place under the pointer where it is when it comes closer', () => {
    const view = { centre: { x: 10, y: -20 }, scale: 100 };
    const place = { x: 10.5, y: -20.3 };
    const at = toScreen(place, view, size);
    const after = toScreen(place, zoomAt(view, size, { at, by: 3 }), size);
    expect(after.x).toBeCloseTo(at.x);
    expect(after.y).toBeCloseTo(at.y);
    expect(toScreen(place, panBy(view, { x: 30, y: 0 }), size).x).toBeCloseTo(at.x + 30);
  });

  it('makes one mark of what would lie on top of each other', () => {
    const marks = cluster([{ point: { x: 1, y: 1 } }, { point: { x: 3, y: 3 } }, { point: { x: 90, y: 1 } }], 40);
    expect(marks.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(marks[0]?.point).toEqual({ x: 2, y: 2 });
  });

  it('draws the outline of a region around its stations', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 2, y: 0 },
      { x: 2, y: 2 },
      { x: 0, y: 2 },
    ];
    expect(hull([...square, { x: 1, y: 1 }])).toHaveLength(4);
    expect(hull(square.slice(0, 2))).toHaveLength(2);
  });
});
