import type { TakeoverTarget } from '../../contract/takeovers.ts';
import type { Tx } from '../../db/database.ts';
import type { takeovers } from '../../db/schema/screens.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';
import { screenAt } from './held-screen.ts';

/** Everywhere is the root's path: only a grant for everywhere reaches it. */
export async function pathOf(tx: Tx, target: TakeoverTarget): Promise<string> {
  switch (target.kind) {
    case 'screen':
      return (await screenAt(tx, target.screenId)).path;
    case 'station':
      return (await stationWithPath(tx, target.stationId)).path;
    case 'region':
      return regionPath(tx, target.regionCode);
    case 'all':
      return '';
  }
}

/** A target as its columns in the table. */
export function columnsOf(target: TakeoverTarget) {
  return {
    screenId: target.kind === 'screen' ? target.screenId : null,
    stationId: target.kind === 'station' ? target.stationId : null,
    regionCode: target.kind === 'region' ? target.regionCode : null,
  };
}

export function targetOf({
  screenId,
  stationId,
  regionCode,
}: Pick<typeof takeovers.$inferSelect, 'screenId' | 'stationId' | 'regionCode'>): TakeoverTarget {
  if (screenId !== null) return { kind: 'screen', screenId };
  if (stationId !== null) return { kind: 'station', stationId };
  if (regionCode !== null) return { kind: 'region', regionCode };
  return { kind: 'all' };
}
