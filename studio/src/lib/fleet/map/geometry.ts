export interface Point {
  x: number;
  y: number;
}
export interface Position {
  lat: number;
  lon: number;
}
/** What is seen of the plane: its middle, and how many pixels a unit is. */
export interface View {
  centre: Point;
  scale: number;
}
export interface Size {
  width: number;
  height: number;
}

/**
 * WGS 84 on a plane, in degrees of latitude: longitude is shortened by the cosine of the middle latitude. For one country's stations no
 * other projection shows more.
 */
export function projector(positions: readonly Position[]): (position: Position) => Point {
  const lats = positions.map(({ lat }) => lat);
  const middle = positions.length === 0 ? 0 : (Math.min(...lats) + Math.max(...lats)) / 2;
  const shrink = Math.cos((middle * Math.PI) / 180);
  return ({ lat, lon }) => ({ x: lon * shrink, y: -lat });
}

const margin = 0.1;
/** A single station is shown with about 10 km around it. */
const leastSpan = 0.1;

/** All of the points, with some room around them. */
export function viewOf(points: readonly Point[], { width, height }: Size): View {
  if (points.length === 0) return { centre: { x: 0, y: 0 }, scale: 1 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(width / Math.max(right - left, leastSpan), height / Math.max(bottom - top, leastSpan)) * (1 - 2 * margin);
  return { centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale };
}

export const toScreen = ({ x, y }: Point, { centre, scale }: View, { width, height }: Size): Point => ({
  x: width / 2 + (x - centre.x) * scale,
  y: height / 2 + (y - centre.y) * scale,
});

/** Closer or farther, the point under the pointer staying where it is. */
export function zoomAt(view: View, size: Size, { at, by }: { at: Point; by: number }): View {
  const scale = Math.min(Math.max(view.scale * by, 0.5), 500_000);
  const move = 1 / view.scale - 1 / scale;
  return {
    scale,
    centre: { x: view.centre.x + (at.x - size.width / 2) * move, y: view.centre.y + (at.y - size.height / 2) * move },
  };
}

export const panBy = ({ centre, scale }: View, by: Point): View => ({
  scale,
  centre: { x: centre.x - by.x / scale, y: centre.y - by.y / scale },
});

/** Points of one cell of a grid are one mark: the marks stay few, however many the points. */
export function cluster<T extends { point: Point }>(items: readonly T[], cellPx: number): { point: Point; items: T[] }[] {
  const cells = Map.groupBy(items, ({ point }) => `${Math.floor(point.x / cellPx)} ${Math.floor(point.y / cellPx)}`);
  return [...cells.values()].map((inside) => ({
    items: inside,
    point: {
      x: inside.reduce((sum, { point }) => sum + point.x, 0) / inside.length,
      y: inside.reduce((sum, { point }) => sum + point.y, 0) / inside.length,
    },
  }));
}

/** Andrew's monotone chain: the least convex outline around the points, anticlockwise. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point | undefined, b: Point | undefined, c: Point): number {
  return a && b ? (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) : 0;
}
