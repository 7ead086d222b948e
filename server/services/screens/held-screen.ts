import { eq } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { Refusal } from '../refusal.ts';
import { pathOfStation } from '../regions/path-of-station.ts';

const placed = (db: Database | Tx, screenId: string) =>
  db
    .select({ screen: screens, station: stations, path: pathOfStation })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(eq(screens.id, screenId));

/** A screen with its station and that one's path, locked until the transaction ends: for whoever changes it. @throws Refusal NOT_FOUND */
export async function heldScreen(tx: Tx, screenId: string) {
  const [found] = await placed(tx, screenId).for('update', { of: screens });
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

/** The same for whoever only looks: a lock is a row written anew, and waits for others. @throws Refusal NOT_FOUND */
export async function screenAt(db: Database | Tx, screenId: string) {
  const [found] = await placed(db, screenId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}
