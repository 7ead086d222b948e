import type { Row } from './filter.ts';

export type Ordered = 'refresh' | 'reload' | 'identify' | 'screenshot' | 'volume';
export type BulkKind = Ordered | 'tag' | 'group' | 'move' | 'takeover';

/** How many screens and stations an order is about: what somebody reads before pressing. */
export function extentOf(rows: readonly Row[]): { screens: number; stations: number; away: number } {
  return {
    screens: rows.length,
    stations: new Set(rows.map(({ stationId }) => stationId)).size,
    /** They won't hear it now. */
    away: rows.filter(({ shown }) => shown !== 'fine' && shown !== 'degraded' && shown !== 'wrong').length,
  };
}
