import { asc, eq } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor, StaffRole } from '../../domain/access/actor.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { pathOfStation } from '../regions/path-of-station.ts';

/**
 * Many screens with their stations' paths, locked in one order until the transaction ends: for whoever changes them. All or none: whoever orders
 * a hundred about is told when one of them is not theirs. @throws Refusal NOT_FOUND, NOT_ALLOWED
 */
export async function holdScreens(tx: Tx, actor: Actor, role: StaffRole, screenIds: readonly string[]) {
  const wanted = [...new Set(screenIds)];
  const found = await tx
    .select({ screen: screens, path: pathOfStation })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(among(screens.id, wanted))
    .orderBy(asc(screens.id))
    .for('update', { of: screens });
  requireAll(actor, role, wanted, found);
  return found;
}

/** That they are all there and the actor's, for whoever changes none of them: thousands of locks are thousands of rows written. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function requireScreens(db: Database | Tx, actor: Actor, role: StaffRole, screenIds: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(screenIds)];
  const found = await db
    .select({ path: pathOfStation })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(among(screens.id, wanted));
  requireAll(actor, role, wanted, found);
  return wanted;
}

function requireAll(actor: Actor, role: StaffRole, wanted: readonly string[], found: readonly { path: string }[]): void {
  if (found.length < wanted.length) throw new Refusal('NOT_FOUND');
  for (const path of new Set(found.map((one) => one.path))) requireIn(actor, role, path);
}
