import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { places, regions } from '../../db/schema/org.ts';

/** What two writings of one place share: width, spaces, case. Shown is always what was written. */
export const placeKey = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

export interface PinnedPosition {
  lat: number;
  lon: number;
}

/** Where a clerk pinned this place: in the region itself, else in the nearest one above it. Never guessed from a name. */
export async function positionOf(db: Database | Tx, path: string, place: string | undefined): Promise<PinnedPosition | undefined> {
  if (place === undefined) return undefined;
  const [pin] = await db
    .select({ lat: places.lat, lon: places.lon })
    .from(places)
    .innerJoin(regions, eq(regions.code, places.regionCode))
    .where(and(eq(places.name, placeKey(place)), inArray(places.regionCode, path.split('/').filter(Boolean))))
    .orderBy(desc(sql`length(${regions.path})`))
    .limit(1);
  return pin;
}
