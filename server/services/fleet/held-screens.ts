import { asc, eq } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor, StaffRole } from '../../domain/access/actor.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

/**
 * Many screens with their regions' paths, locked in one order until the transaction ends. All or none: whoever orders a hundred about is
 * told when one of them is not theirs. @throws Refusal NOT_FOUND, NOT_ALLOWED
 */
export async function holdScreens(tx: Tx, actor: Actor, role: StaffRole, screenIds: readonly string[]) {
  const wanted = [...new Set(screenIds)];
  const found = await tx
    .select({ screen: screens, path: regions.path })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(among(screens.id, wanted))
    .orderBy(asc(screens.id))
    .for('update', { of: screens });
  if (found.length < wanted.length) throw new Refusal('NOT_FOUND');
  for (const { path } of found) requireIn(actor, role, path);
  return found;
}
