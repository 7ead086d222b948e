import { and, eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { truthChecks } from '../../db/schema/truth.ts';
import type { Context } from '../context.ts';
import { rowOnGlass } from '../proofs/row-on-glass.ts';
import { lastShown, type Walls } from './shown-postings.ts';

/**
 * What the wall said when it last said it, as rows to be rung up, in the sample's order. A posting that another round of the week drew has its row
 * already: it is rung up once, and counts in both.
 */
export async function freezeChecks(
  tx: Tx,
  ctx: Context,
  { week, sample, walls }: { week: string; sample: readonly string[]; walls: Walls },
) {
  const facts = await tx
    .select({ posting: postings, version: postingVersions.version, facts: postingVersions.facts })
    .from(postings)
    .innerJoin(
      postingVersions,
      and(
        eq(postingVersions.postingId, postings.id),
        sql`${postingVersions.version} = coalesce(${postings.approvedVersion}, ${postings.version})`,
      ),
    )
    .where(among(postings.id, sample));
  const byPosting = new Map(facts.map((row) => [row.posting.id, row]));
  for (const { postingId, screenId, screenName, stationName, atMs } of await lastShown(tx, walls, sample)) {
    const now = byPosting.get(postingId);
    if (now === undefined) continue;
    const at = Temporal.Instant.fromEpochMilliseconds(atMs);
    // Perhaps corrected since: the caller asks about what was read on the wall.
    const row = await rowOnGlass(tx, { screenId, at, postingId });
    const { trade, employer, pay, shift, place } = row ?? now.facts;
    await tx
      .insert(truthChecks)
      .values({
        id: ctx.random.id(),
        week,
        postingId,
        regionCode: now.posting.regionCode,
        screenId,
        version: row?.version ?? now.version,
        shown: {
          number: row?.number ?? now.posting.number,
          trade,
          employer: employer ?? null,
          pay,
          shift,
          place: place ?? null,
          stationName,
          screenName,
          lastShownAt: at.toString(),
        },
      })
      .onConflictDoNothing();
  }
  const checks = await tx
    .select({ id: truthChecks.id, postingId: truthChecks.postingId, regionCode: truthChecks.regionCode })
    .from(truthChecks)
    .where(and(eq(truthChecks.week, week), among(truthChecks.postingId, sample)));
  return checks.sort((a, b) => sample.indexOf(a.postingId) - sample.indexOf(b.postingId));
}
