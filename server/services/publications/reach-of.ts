import { asc, eq, inArray, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { publications } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { stationPath } from '../../domain/access/station-path.ts';
import type { PublicationTarget, Reach, WantedPublication } from '../../domain/publication/reach.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';

/** A stretch of walls and time that knows what it was asked or stored as. */
export interface Publishing extends Reach {
  wanted: WantedPublication;
}

type StoredPublication = typeof publications.$inferSelect;

const endless = Number.POSITIVE_INFINITY;

/** A wish with its place in the region tree; from now on where it names no start. @throws Refusal REGION_UNKNOWN, STATION_UNKNOWN, PUBLICATION_TIMES */
export async function reachWanted(tx: Tx, wanted: readonly WantedPublication[], now: Temporal.Instant): Promise<Publishing[]> {
  const found: Publishing[] = [];
  for (const one of wanted) {
    const publishing = placeKnown(one, await pathOf(tx, one.target), now);
    // An end that has passed ends it now; one before its own beginning is a slip.
    if (one.startsAt !== undefined && publishing.untilMs <= publishing.fromMs) throw new Refusal('PUBLICATION_TIMES');
    found.push(publishing);
  }
  return found;
}

/** The same where the path of the target's region is known. */
export const placeKnown = (wanted: WantedPublication, path: string, now: Temporal.Instant): Publishing => ({
  ...timesOf(wanted, now),
  at: wanted.target.kind === 'station' ? stationPath(path, wanted.target.stationId) : path,
  wanted,
});

/** Somebody publishes only where they are clerk. @throws Refusal NOT_ALLOWED */
export function requireReach(actor: Actor, wanted: readonly Publishing[]): void {
  for (const { at } of wanted) requireIn(actor, 'clerk', at);
}

const pathOf = async (tx: Tx, target: PublicationTarget): Promise<string> =>
  target.kind === 'region' ? await regionPath(tx, target.regionCode) : (await stationWithPath(tx, target.stationId)).regionPath;

const timesOf = ({ startsAt, endsAt, priority }: WantedPublication, now: Temporal.Instant) => ({
  fromMs: startsAt === undefined ? now.epochMilliseconds : Temporal.Instant.from(startsAt).epochMilliseconds,
  untilMs: endsAt === undefined ? endless : Temporal.Instant.from(endsAt).epochMilliseconds,
  priority,
});

/** What is stored for each of these postings; a posting for which nothing was ever chosen is missing. */
export async function storedReach(db: Database | Tx, postingIds: readonly string[]): Promise<Map<string, Publishing[]>> {
  const found = new Map<string, Publishing[]>();
  if (postingIds.length === 0) return found;
  const rows = await db
    .select({ row: publications, path: regions.path })
    .from(publications)
    .leftJoin(stations, eq(stations.id, publications.stationId))
    .innerJoin(regions, sql`${regions.code} = coalesce(${publications.regionCode}, ${stations.regionCode})`)
    .where(inArray(publications.postingId, [...postingIds]))
    .orderBy(asc(publications.createdAt), asc(publications.id));
  for (const { row, path } of rows) found.set(row.postingId, [...(found.get(row.postingId) ?? []), publishingOf(row, path)]);
  return found;
}

function publishingOf(row: StoredPublication, path: string): Publishing {
  const wanted: WantedPublication = {
    target: row.stationId === null ? { kind: 'region', regionCode: row.regionCode ?? '' } : { kind: 'station', stationId: row.stationId },
    startsAt: row.startsAt.toString(),
    ...(row.endsAt === null ? {} : { endsAt: row.endsAt.toString() }),
    priority: row.priority,
  };
  return {
    at: row.stationId === null ? path : stationPath(path, row.stationId),
    fromMs: row.startsAt.epochMilliseconds,
    untilMs: row.endsAt?.epochMilliseconds ?? endless,
    priority: row.priority,
    wanted,
  };
}

/** Who chose nothing meant everywhere in the desk's region. */
export const defaultReach = (path: string, regionCode: string): Publishing => ({
  at: path,
  fromMs: 0,
  untilMs: endless,
  priority: 0,
  wanted: { target: { kind: 'region', regionCode }, priority: 0 },
});

/** A stretch as it is stored: its own times, at the target that it was cut from. */
export const asWanted = ({ at: _, fromMs, untilMs, priority }: Reach, { target }: WantedPublication): WantedPublication => ({
  target,
  startsAt: Temporal.Instant.fromEpochMilliseconds(fromMs).toString(),
  ...(untilMs === endless ? {} : { endsAt: Temporal.Instant.fromEpochMilliseconds(untilMs).toString() }),
  priority,
});
