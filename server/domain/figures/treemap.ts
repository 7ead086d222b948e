export interface Cell<T> {
  item: T;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * A squarified tree-map (Bruls, Huizing, van Wijk 2000): areas in proportion, sides as near to equal as they come, so that a name fits where a
 * thin strip would not hold it. Items of no weight have no cell.
 */
export function treemap<T>(items: readonly T[], weightOf: (item: T) => number, room: { width: number; height: number }): Cell<T>[] {
  const weighty = items.filter((item) => weightOf(item) > 0).sort((a, b) => weightOf(b) - weightOf(a));
  const total = weighty.reduce((sum, item) => sum + weightOf(item), 0);
  const scale = total === 0 ? 0 : (room.width * room.height) / total;
  const cells: Cell<T>[] = [];
  let free = { x: 0, y: 0, ...room };
  let at = 0;
  while (at < weighty.length) {
    const side = Math.min(free.width, free.height);
    let row = [weighty[at] as T];
    while (at + row.length < weighty.length) {
      const longer = [...row, weighty[at + row.length] as T];
      if (worst(longer, weightOf, scale, side) > worst(row, weightOf, scale, side)) break;
      row = longer;
    }
    const area = row.reduce((sum, item) => sum + weightOf(item) * scale, 0);
    const depth = area / side;
    const isUpright = free.width >= free.height;
    let along = 0;
    for (const item of row) {
      const length = (weightOf(item) * scale) / depth;
      cells.push(
        isUpright
          ? { item, x: free.x, y: free.y + along, width: depth, height: length }
          : { item, x: free.x + along, y: free.y, width: length, height: depth },
      );
      along += length;
    }
    free = isUpright
      ? { ...free, x: free.x + depth, width: free.width - depth }
      : { ...free, y: free.y + depth, height: free.height - depth };
    at += row.length;
  }
  return cells;
}

/** How far from a square the row's worst cell would be; 1 is a square. */
function worst<T>(row: readonly T[], weightOf: (item: T) => number, scale: number, side: number): number {
  const areas = row.map((item) => weightOf(item) * scale);
  const sum = areas.reduce((a, b) => a + b, 0);
  return Math.max((side * side * Math.max(...areas)) / (sum * sum), (sum * sum) / (side * side * Math.min(...areas)));
}
