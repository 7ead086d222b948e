import type { BoardRow } from '../board/manifest.ts';
import type { JobFilter } from './playlist.ts';

/** Work that begins before this is handed out in the small hours. */
const morningEnds = '12:00';

const startsThisMorning = ({ startsToday, shift }: BoardRow): boolean =>
  startsToday && shift.start !== undefined && shift.start < morningEnds;

/** The rows of one board, in its order. What keeps its place keeps it: only what starts this morning comes forward, the earliest first. */
export function filterRows(rows: readonly BoardRow[], { trades = [], order = 'as-usual' }: JobFilter): BoardRow[] {
  const wanted = trades.length === 0 ? [...rows] : rows.filter(({ trade }) => trades.includes(trade));
  if (order === 'as-usual') return wanted;
  const morning = wanted.filter(startsThisMorning);
  morning.sort((a, b) => ((a.shift.start ?? '') < (b.shift.start ?? '') ? -1 : (a.shift.start ?? '') > (b.shift.start ?? '') ? 1 : 0));
  return [...morning, ...wanted.filter((row) => !startsThisMorning(row))];
}
