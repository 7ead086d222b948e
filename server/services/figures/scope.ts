import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { stationOfPath } from '../../domain/access/station-path.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { defaultTimeZone, stationWithPath, timeZoneOf } from '../regions/region-of.ts';

/** Of what the numbers tell. */
export interface Scope {
  kind: 'region' | 'station' | 'everywhere';
  /** Region's code or station's id; empty: everywhere. */
  code: string;
  name: string;
  /** Of the region, or of the station's. Empty: everywhere. */
  path: string;
  timeZone: string;
}

export const everywhere: Scope = { kind: 'everywhere', code: '', name: '', path: '', timeZone: defaultTimeZone };

/** @throws Refusal REGION_UNKNOWN */
export async function regionScope(db: Database | Tx, code: string): Promise<Scope> {
  const [region] = await db.select({ name: regions.name, path: regions.path }).from(regions).where(eq(regions.code, code));
  if (!region) throw new Refusal('REGION_UNKNOWN', { region: code });
  return { kind: 'region', code, ...region, timeZone: await timeZoneOf(db, region.path) };
}

/** @throws Refusal STATION_UNKNOWN */
export async function stationScope(db: Database | Tx, stationId: string): Promise<Scope> {
  const { station, regionPath } = await stationWithPath(db, stationId);
  return { kind: 'station', code: station.id, name: station.name, path: regionPath, timeZone: station.timeZone };
}

/** The region in which a screen stands. @throws Refusal NOT_FOUND */
export async function screenScope(db: Database | Tx, screenId: string): Promise<Scope> {
  const [screen] = await db
    .select({ regionCode: stations.regionCode })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .where(eq(screens.id, screenId));
  if (!screen) throw new Refusal('NOT_FOUND');
  return regionScope(db, screen.regionCode);
}

/**
 * What a clerk asks for; unsaid, the whole of their reach where that is one subtree.
 * @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, STATION_UNKNOWN
 */
export async function scopeFor(
  db: Database,
  actor: Actor,
  asked: { region?: string | undefined; station?: string | undefined },
): Promise<Scope> {
  if (asked.station !== undefined) return ofStation(db, actor, asked.station);
  if (asked.region !== undefined) return ofRegion(db, actor, asked.region);
  const reach = reachOf(actor, 'clerk');
  if (reach === null) return everywhere;
  const [path] = reach;
  if (path === undefined) throw new Refusal('NOT_ALLOWED');
  const stationId = stationOfPath(path);
  return stationId === undefined ? ofRegion(db, actor, path.split('/').at(-2) ?? '') : ofStation(db, actor, stationId);
}

async function ofRegion(db: Database, actor: Actor, code: string): Promise<Scope> {
  const scope = await regionScope(db, code);
  requireIn(actor, 'clerk', scope.path);
  return scope;
}

async function ofStation(db: Database, actor: Actor, stationId: string): Promise<Scope> {
  requireIn(actor, 'clerk', (await stationWithPath(db, stationId)).path);
  return stationScope(db, stationId);
}

/** The rollup's rows that belong to it. */
export function within(scope: Scope, table: { regionCode: AnyPgColumn; stationId: AnyPgColumn }): SQL | undefined {
  if (scope.kind === 'everywhere') return undefined;
  if (scope.kind === 'station') return eq(table.stationId, scope.code);
  return sql`${table.regionCode} in (select ${regions.code} from ${regions} where ${regions.path} like ${`${scope.path}%`})`;
}

/** Whether everything in it is the demo's: then it says so, as every wall does. */
export async function isDemo(db: Database, scope: Scope): Promise<boolean> {
  const [found] = await db
    .select({ all: sql<boolean | null>`bool_and(${stations.demo})` })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(
      and(
        scope.kind === 'station' ? eq(stations.id, scope.code) : undefined,
        scope.kind === 'region' ? sql`${regions.path} like ${`${scope.path}%`}` : undefined,
      ),
    );
  return found?.all ?? false;
}
