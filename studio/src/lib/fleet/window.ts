export interface Slice {
  from: number;
  to: number;
}

/** Rows above and below the glass of the window: a turn of the wheel meets them drawn already. */
const spare = 12;

/** Which of many rows of one height are drawn while the list is scrolled to there. */
export function sliceAt(given: { scrollTop: number; height: number; rowHeight: number; count: number }): Slice {
  const { scrollTop, height, rowHeight, count } = given;
  const first = Math.floor(scrollTop / rowHeight);
  const seen = Math.ceil(height / rowHeight);
  return { from: Math.max(0, Math.min(first - spare, count - seen)), to: Math.min(count, first + seen + spare) };
}

/** Where the list must be scrolled to, so that the row is seen; undefined where it is. */
export function scrollFor(row: number, given: { scrollTop: number; height: number; rowHeight: number }): number | undefined {
  const top = row * given.rowHeight;
  if (top < given.scrollTop) return top;
  const below = top + given.rowHeight - given.height;
  return below > given.scrollTop ? below : undefined;
}
