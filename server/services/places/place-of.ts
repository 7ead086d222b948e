import { and, asc, eq, inArray, sql } from 'drizzle-orm';
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
  return (await positionsOf(db, path, [place])).get(placeKey(place));
}

/** The same for many places, by their key. */
export async function positionsOf(db: Database | Tx, path: string, named: readonly string[]): Promise<Map<string, PinnedPosition>> {
  const keys = [...new Set(named.map(placeKey))];
  if (keys.length === 0) return new Map();
  const pins = await db
    .select({ name: places.name, lat: places.lat, lon: places.lon })
    .from(places)
    .innerJoin(regions, eq(regions.code, places.regionCode))
    .where(and(inArray(places.name, keys), inArray(places.regionCode, path.split('/').filter(Boolean))))
    // The nearest one comes last, and is the one that is kept.
    .orderBy(asc(sql`length(${regions.path})`));
  return new Map(pins.map(({ name, lat, lon }) => [name, { lat, lon }]));
}
