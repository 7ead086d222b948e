import type { Pay } from '../posting/facts.ts';

/**
 * What a day brings, in fen, where that is said: pay by the day, the middle of its range. An hour's pay needs the hours and a month's the days,
 * which postings leave out as often as not; a piece's needs the pieces. None of them is turned into days by guessing.
 */
export function dayPayFen(pay: Pay): number | undefined {
  if (pay.unit !== 'day') return undefined;
  const ends = [pay.min, pay.max].filter((yuan) => yuan !== undefined);
  if (ends.length === 0) return undefined;
  return Math.round((ends.reduce((sum, yuan) => sum + yuan, 0) / ends.length) * 100);
}

/** Whole yuan, weighted by places; nothing comparable: `null`. */
export const averageDayPay = (sums: { fen: number; places: number }): number | null =>
  sums.places === 0 ? null : Math.round(sums.fen / sums.places / 100);
