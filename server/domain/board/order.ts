import type { BoardRow } from './manifest.ts';

export interface Orderable extends Pick<BoardRow, 'startsToday' | 'distanceM' | 'number' | 'postingId'> {
  priority: number;
}

/**
 * What somebody sees first who has just got off a train: what staff put first, then what starts today, then what is near.
 * A place nobody has pinned comes after those with a distance. A filled row keeps its place, so that it can be seen to be full.
 */
export function compareRows(a: Orderable, b: Orderable): number {
  return (
    b.priority - a.priority ||
    Number(b.startsToday) - Number(a.startsToday) ||
    (a.distanceM ?? Number.POSITIVE_INFINITY) - (b.distanceM ?? Number.POSITIVE_INFINITY) || // ∞ − ∞ is NaN: falsy, so the number decides
    a.number - b.number ||
    (a.postingId < b.postingId ? -1 : 1)
  );
}

export const orderRows = <T extends Orderable>(rows: readonly T[]): T[] => [...rows].sort(compareRows);
