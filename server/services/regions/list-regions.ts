import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { RegionNode, StationForStaff } from '../../contract/desk.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf, type StaffRole } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { pathOfStation } from './path-of-station.ts';

/** Parents before children: a tree can be built in one pass. */
export async function listRegions(ctx: Context): Promise<RegionNode[]> {
  return await ctx.db
    .select()
    .from(regions)
    .orderBy(asc(sql`length(${regions.path})`), asc(regions.path));
}

/** The stations at which, or in whose regions, the person works in any of these roles. */
export async function listStations(ctx: Context, actor: Actor, roles: readonly StaffRole[]): Promise<StationForStaff[]> {
  const reaches = roles.map((role) => reachOf(actor, role));
  const reach = reaches.includes(null) ? null : [...new Set(reaches.flatMap((paths) => paths ?? []))];
  const rows = await ctx.db
    .select({ station: stations, screens: sql<number>`count(${screens.id})::int` })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .leftJoin(screens, and(eq(screens.stationId, stations.id), isNull(screens.revokedAt)))
    .where(inReach(pathOfStation, reach))
    .groupBy(stations.id)
    .orderBy(asc(stations.createdAt), asc(stations.id));
  return rows.map(({ station, screens: count }) => ({
    id: station.id,
    name: station.name,
    regionCode: station.regionCode,
    phone: station.phone,
    address: station.address,
    position: station.lat === null || station.lon === null ? null : { lat: station.lat, lon: station.lon },
    timeZone: station.timeZone,
    screens: count,
  }));
}
