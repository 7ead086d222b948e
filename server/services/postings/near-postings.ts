import { and, desc, eq, inArray, like, ne, type SQL, sql } from 'drizzle-orm';
import type { NearPosting } from '../../contract/desk.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { type NearRepeat, nearest, nearKey, type StandingPosting } from '../../domain/posting/near.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { regionPath } from '../regions/region-of.ts';
import { fingerprintOf } from './fingerprint-of.ts';

/** Of one employer's many offers of one trade at one place, the newest: each row is compared with all of them. */
const mostAlike = 20;

/** What stands in the region, by what a likely repeat is known by. */
export async function standingPostings(db: Database | Tx, path: string, also?: SQL): Promise<Map<string, StandingPosting[]>> {
  const rows = await db
    .select({ postingId: postings.id, facts: postingVersions.facts })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(and(ne(postings.status, 'closed'), like(regions.path, `${path}%`), also))
    .orderBy(desc(postings.id));
  const standing = new Map<string, StandingPosting[]>();
  for (const row of rows) {
    const key = nearKey(row.facts);
    if (key === undefined) continue;
    const alike = standing.get(key);
    if (alike === undefined) standing.set(key, [row]);
    else if (alike.length < mostAlike) alike.push(row);
  }
  return standing;
}

/** For a posting that is still being typed: what stands already and says nearly the same. */
export async function findNear(
  ctx: Context,
  actor: Actor,
  input: { regionCode: string; facts: PostingFacts },
): Promise<NearPosting | null> {
  const path = await regionPath(ctx.db, input.regionCode);
  requireIn(actor, 'clerk', path);
  const key = nearKey(input.facts);
  if (key === undefined) return null;
  const sameTrade = sql`${postingVersions.facts} ->> 'trade' = ${input.facts.trade}`;
  const found = nearest(input.facts, (await standingPostings(ctx.db, path, sameTrade)).get(key) ?? []);
  if (!found) return null;
  const [same] = await ctx.db
    .select({ id: postings.id })
    .from(postings)
    .where(and(eq(postings.id, found.postingId), eq(postings.fingerprint, fingerprintOf(ctx, input.facts))));
  return (await nameNear(ctx.db, [same ? { ...found, differs: [] } : found])).get(found.postingId) ?? null;
}

/** With the number and the words by which people know the posting. One that has gone meanwhile is missing. */
export async function nameNear(db: Database | Tx, found: readonly NearRepeat[]): Promise<Map<string, NearPosting>> {
  if (found.length === 0) return new Map();
  const rows = await db
    .select({ id: postings.id, number: postings.number, status: postings.status, facts: postingVersions.facts })
    .from(postings)
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.version)))
    .where(
      and(
        ne(postings.status, 'closed'),
        inArray(
          postings.id,
          found.map((one) => one.postingId),
        ),
      ),
    );
  const known = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    found.flatMap(({ postingId, differs }) => {
      const row = known.get(postingId);
      if (!row) return [];
      const { trade, employer = null, pay } = row.facts;
      return [[postingId, { postingId, number: row.number, status: row.status, trade, employer, pay, differs }] as const];
    }),
  );
}
