import type { Database } from '../../db/database.ts';
import type { TruthReading } from '../../domain/figures/derive.ts';
import type { Scope } from './scope.ts';

/** 上屏属实 of the week in which these days end. `undefined`: nobody has checked yet, and that is what is said. */
export async function readTruth(_db: Database, _scope: Scope, _days: { to: string }): Promise<TruthReading | undefined> {
  return undefined;
}
