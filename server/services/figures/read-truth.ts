import { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';
import type { TruthReading } from '../../domain/figures/derive.ts';
import { wilson } from '../../domain/truth/wilson.ts';
import { readRounds } from '../truth/read-sheet.ts';
import type { Scope } from './scope.ts';

/**
 * 上屏属实 of the week in which these days end: of the county in which the scope lies, of everywhere, or of all counties below it together. While calls
 * are still to be made, of those that were. `undefined`: nobody has checked yet, and that is what is said.
 */
export async function readTruth(db: Database | Tx, scope: Scope, days: { to: string }): Promise<TruthReading | undefined> {
  const to = Temporal.PlainDate.from(days.to);
  const week = to.subtract({ days: to.dayOfWeek - 1 }).toString();
  const rounds = (await readRounds(db, { path: scope.path, whole: scope.path === '', week })).filter((round) => round.week === week);
  const whole = rounds.find(({ regionCode }) => regionCode === '');
  const counted = (whole === undefined ? rounds : [whole]).map(({ tally }) => tally);
  const right = counted.reduce((sum, tally) => sum + tally.right, 0);
  const of = counted.reduce((sum, tally) => sum + tally.drawn - tally.open, 0);
  if (of === 0) return undefined;
  const { low, high } = wilson(right, of);
  return { right, of, low: Math.round(low * 100), high: Math.round(high * 100) };
}
