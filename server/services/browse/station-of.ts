import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { StationForPublic } from '../../contract/browse.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { publications } from '../../db/schema/postings.ts';
import type { From } from './public-postings.ts';

export type StationRow = typeof stations.$inferSelect;

export const stationView = (station: StationRow): StationForPublic => ({
  id: station.id,
  name: station.name,
  phone: station.phone,
  address: station.address,
  timeZone: station.timeZone,
  demo: station.demo,
});

export async function findStation(db: Database | Tx, stationId: string | null | undefined): Promise<StationRow | undefined> {
  if (!stationId) return undefined;
  const [station] = await db.select().from(stations).where(eq(stations.id, stationId));
  return station;
}

/**
 * The station to ring about a posting when none was scanned: one that it was published to by name, else the nearest in the regions it was
 * published to (or above them), else the oldest there.
 */
export async function stationFor(db: Database | Tx, postingId: string, from?: From): Promise<StationRow | undefined> {
  const targets = await db
    .select({ stationId: publications.stationId, path: regions.path })
    .from(publications)
    .leftJoin(regions, eq(regions.code, publications.regionCode))
    .where(eq(publications.postingId, postingId));
  const named = targets.flatMap((target) => target.stationId ?? []);
  const [byName] =
    named.length === 0
      ? []
      : await db
          .select()
          .from(stations)
          .where(inArray(stations.id, named))
          .orderBy(...byNearness(from))
          .limit(1);
  if (byName) return byName;
  for (const { path } of targets) {
    if (path === null) continue;
    const [inside] = await db
      .select({ station: stations })
      .from(stations)
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .where(sql`${regions.path} like ${`${path}%`} or ${path} like ${regions.path} || '%'`)
      // Inside the region before above it; the closest one above before the province's.
      .orderBy(sql`(${regions.path} like ${`${path}%`}) desc`, sql`length(${regions.path}) desc`, ...byNearness(from))
      .limit(1);
    if (inside) return inside.station;
  }
  return undefined;
}

function byNearness(from: From | undefined) {
  const oldest = [asc(stations.createdAt), asc(stations.id)];
  if (!from || from.lat === null || from.lon === null) return oldest;
  return [sql`(${stations.lat} - ${from.lat}::float8) ^ 2 + (${stations.lon} - ${from.lon}::float8) ^ 2 asc nulls last`, ...oldest];
}
