import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { Refusal } from '../refusal.ts';

/** A screen with its station and region path, locked until the transaction ends. @throws Refusal NOT_FOUND */
export async function heldScreen(tx: Tx, screenId: string) {
  const [found] = await tx
    .select({ screen: screens, station: stations, path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(eq(screens.id, screenId))
    .for('update', { of: screens });
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}
