import { and, eq, getTableColumns, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { postingForPublic } from '../../contract/posting.ts';
import type { Database, Tx } from '../../db/database.ts';
import { employers, postings, postingVersions, publications } from '../../db/schema/postings.ts';
import { distanceBetween } from '../../domain/geo.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';

export type PublicPosting = z.infer<typeof postingForPublic>;

/** Where distances are measured from. */
export interface From {
  lat: number | null;
  lon: number | null;
}

export interface PublicPostings {
  where: SQL | undefined;
  orderBy?: SQL[];
  limit: number;
  offset?: number;
  from?: From | undefined;
}

/** What the public may see now: approved, numbered, not expired, and published for this hour. */
export function offeredNow(ctx: Pick<Context, 'clock'>): SQL | undefined {
  const now = ctx.clock.now();
  const at = sql`${now.toString()}::timestamptz`;
  const published = sql`exists (select 1 from ${publications} where ${and(
    eq(publications.postingId, postings.id),
    lte(publications.startsAt, now),
    or(isNull(publications.endsAt), gt(publications.endsAt, now)),
  )})`;
  return and(
    inArray(postings.status, [...publicStatuses]),
    isNotNull(postings.number),
    or(isNull(postings.expiresAt), sql`${postings.expiresAt} > ${at}`),
    published,
  );
}

/** Postings with the words that were approved. Neither phones nor contacts leave here. */
export async function publicPostings(
  db: Database | Tx,
  { where, orderBy = [], limit, offset = 0, from }: PublicPostings,
): Promise<PublicPosting[]> {
  const rows = await db
    .select({ posting: getTableColumns(postings), facts: postingVersions.facts, checkedAt: employers.checkedAt })
    .from(postings)
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .leftJoin(employers, eq(employers.id, postings.employerId))
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset);
  return rows.map(({ posting, facts: { contact: _, ...facts }, checkedAt }) => ({
    id: posting.id,
    number: posting.number ?? 0,
    status: posting.status === 'filled' || posting.placesLeft === 0 ? ('filled' as const) : ('open' as const),
    facts,
    employerChecked: checkedAt !== null,
    placesTotal: posting.placesTotal,
    placesLeft: posting.placesLeft,
    position: posting.lat === null || posting.lon === null ? null : { lat: posting.lat, lon: posting.lon },
    distanceM: from ? distanceBetween(from, posting) : null,
    confirmedAt: posting.confirmedAt?.toString() ?? null,
    expiresAt: posting.expiresAt?.toString() ?? null,
  }));
}

/**
 * Squared distance on a plane that is as wide as the sphere there: orders places of one city as the true distance does. Nulls last.
 */
export function nearestFirst({ lat, lon }: { lat: number; lon: number }): SQL {
  const narrow = Math.cos((lat * Math.PI) / 180);
  return sql`(${postings.lat} - ${lat}::float8) ^ 2 + ((${postings.lon} - ${lon}::float8) * ${narrow}::float8) ^ 2 asc nulls last`;
}

export const openFirst: SQL = sql`(${postings.status} = 'filled') asc`;
