import { and, asc, eq, like, or, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { Refusal } from '../refusal.ts';
import { pathOfStation } from './path-of-station.ts';

/** The path of a region; its subtree is everything that starts with it. @throws Refusal REGION_UNKNOWN */
export async function regionPath(db: Database | Tx, code: string): Promise<string> {
  const [region] = await db.select({ path: regions.path }).from(regions).where(eq(regions.code, code));
  if (!region) throw new Refusal('REGION_UNKNOWN', { region: code });
  return region.path;
}

export const defaultTimeZone = 'Asia/Shanghai';

/** Days and shifts are said in the zone of the region's stations: one inside it, else one above it. */
export async function timeZoneOf(db: Database | Tx, path: string): Promise<string> {
  const [station] = await db
    .select({ timeZone: stations.timeZone })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(or(like(regions.path, `${path}%`), sql`${path} like ${regions.path} || '%'`))
    .orderBy(asc(stations.createdAt), asc(stations.id))
    .limit(1);
  return station?.timeZone ?? defaultTimeZone;
}

/** A station with its own path, by which its keepers are known, and its region's. @throws Refusal STATION_UNKNOWN */
export async function stationWithPath(db: Database | Tx, stationId: string) {
  const [found] = await db
    .select({ station: stations, path: pathOfStation, regionPath: regions.path })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(eq(stations.id, stationId)));
  if (!found) throw new Refusal('STATION_UNKNOWN');
  return found;
}
