import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, publications } from '../../db/schema/postings.ts';
import { screens } from '../../db/schema/screens.ts';
import { publicStatuses } from '../../domain/posting/status.ts';

/** How many screens show each of these postings now: what the public would see go. */
export async function screensShowing(
  db: Database | Tx,
  now: Temporal.Instant,
  postingIds: readonly string[],
): Promise<Map<string, number>> {
  if (postingIds.length === 0) return new Map();
  const target = sql`(select path from ${regions} as target where target.code = ${publications.regionCode})`;
  const rows = await db
    .select({ postingId: publications.postingId, screens: sql<number>`count(distinct ${screens.id})::int` })
    .from(publications)
    .innerJoin(postings, and(eq(postings.id, publications.postingId), inArray(postings.status, [...publicStatuses])))
    .innerJoin(stations, sql`true`)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .innerJoin(screens, and(eq(screens.stationId, stations.id), isNull(screens.revokedAt)))
    .where(
      and(
        inArray(publications.postingId, [...postingIds]),
        lte(publications.startsAt, now),
        or(isNull(publications.endsAt), gt(publications.endsAt, now)),
        or(eq(publications.stationId, stations.id), sql`${regions.path} like ${target} || '%'`),
      ),
    )
    .groupBy(publications.postingId);
  return new Map(rows.map((row) => [row.postingId, row.screens]));
}
