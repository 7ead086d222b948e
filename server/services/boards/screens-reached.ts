import { and, asc, count, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { WhereShown } from '../../contract/events.ts';
import { among } from '../../db/among.ts';
import type { Database, Tx } from '../../db/database.ts';
import { episodes } from '../../db/schema/live.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { publications } from '../../db/schema/postings.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';

/** Which screens a change reaches, past publications included: what was there must go as surely as what is new must come. */

const inSubtreeOf = (code: unknown) =>
  sql`starts_with(${regions.path}, (select target.path from regions as target where target.code = ${code}))`;

export async function screensOfPosting(db: Database | Tx, postingId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: screens.id })
    .from(publications)
    .innerJoin(stations, sql`true`)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .innerJoin(screens, and(eq(screens.stationId, stations.id), isNull(screens.revokedAt)))
    .where(and(eq(publications.postingId, postingId), or(eq(publications.stationId, stations.id), inSubtreeOf(publications.regionCode))));
  return rows.map((row) => row.id);
}

/** Screens at stations and in regions, such as a posting was published to until now. */
export async function screensAt(db: Database | Tx, { stationIds, regionCodes }: WhereShown): Promise<string[]> {
  const rows = await db
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), or(inArray(screens.stationId, stationIds), ...regionCodes.map(inSubtreeOf))));
  return rows.map((row) => row.id);
}

export async function screensIn(db: Database | Tx, regionCode: string): Promise<string[]> {
  const rows = await db
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), inSubtreeOf(regionCode)));
  return rows.map((row) => row.id);
}

export async function screensOfTakeover(db: Database | Tx, takeoverId: string): Promise<readonly string[] | 'all'> {
  const [takeover] = await db.select().from(takeovers).where(eq(takeovers.id, takeoverId));
  if (takeover === undefined) return [];
  if (takeover.screenId !== null) return [takeover.screenId];
  if (takeover.regionCode !== null) return screensIn(db, takeover.regionCode);
  if (takeover.stationId === null) return 'all';
  const rows = await db.select({ id: screens.id }).from(screens).where(eq(screens.stationId, takeover.stationId));
  return rows.map((row) => row.id);
}

export async function screensOfEpisode(db: Database | Tx, episodeId: string): Promise<string[]> {
  const [episode] = await db.select({ regionCode: episodes.regionCode }).from(episodes).where(eq(episodes.id, episodeId));
  return episode === undefined ? [] : screensIn(db, episode.regionCode);
}

/** How many screens of a region take a show, and how many have not been asked to. */
export async function countTakingShows(db: Database | Tx, regionCode: string): Promise<{ taking: number; others: number }> {
  const rows = await db
    .select({ takes: sql<boolean>`${screens.liveMode} <> 'off'`, screens: count() })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(isNull(screens.revokedAt), inSubtreeOf(regionCode)))
    .groupBy(sql`1`);
  const of = (takes: boolean) => rows.find((row) => row.takes === takes)?.screens ?? 0;
  return { taking: of(true), others: of(false) };
}

/** Neighbours together: screens of one station share most of the work. With each half of a wall comes the other: they show one page of one moment. */
export async function screensToCompose(db: Database | Tx, screenIds: readonly string[] | 'all'): Promise<string[]> {
  const held = await inOrder(db, screenIds);
  const ids = new Set(held.map(({ id }) => id));
  const halves = held.flatMap(({ partnerId }) => (partnerId === null || ids.has(partnerId) ? [] : [partnerId]));
  const others = halves.length === 0 ? [] : await inOrder(db, halves);
  return [...ids, ...others.map(({ id }) => id)];
}

const inOrder = (db: Database | Tx, screenIds: readonly string[] | 'all') =>
  db
    .select({ id: screens.id, partnerId: sql<string | null>`${screens.look} #>> '{arrangement,partnerId}'` })
    .from(screens)
    .where(and(isNull(screens.revokedAt), screenIds === 'all' ? undefined : among(screens.id, screenIds)))
    .orderBy(asc(screens.stationId), asc(screens.id));
