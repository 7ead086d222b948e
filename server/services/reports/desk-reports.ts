import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { ReportForStaff } from '../../contract/grabs.ts';
import { reports } from '../../db/schema/grabs.ts';
import { regions } from '../../db/schema/org.ts';
import { callBacks, postings, postingVersions } from '../../db/schema/postings.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';

const longestList = 200;

/** Reports that nobody has handled: fees first, and of those what still hangs on a wall. */
export async function listReports(ctx: Context, actor: Actor): Promise<ReportForStaff[]> {
  const reach = reachOf(actor, 'clerk');
  const rows = await ctx.db
    .select({ report: reports, posting: postings, facts: postingVersions.facts })
    .from(reports)
    .innerJoin(postings, eq(postings.id, reports.postingId))
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .innerJoin(
      postingVersions,
      and(
        eq(postingVersions.postingId, postings.id),
        eq(postingVersions.version, sql`coalesce(${postings.approvedVersion}, ${postings.version})`),
      ),
    )
    .where(
      and(
        isNull(reports.handledAt),
        reach === null ? undefined : reach.length === 0 ? sql`false` : or(...reach.map((path) => sql`${regions.path} like ${`${path}%`}`)),
      ),
    )
    .orderBy(
      sql`(${reports.reason} = 'fee' and ${inArray(postings.status, [...publicStatuses])}) desc`,
      sql`(${reports.reason} = 'fee') desc`,
      desc(reports.createdAt),
    )
    .limit(longestList);
  return rows.map(({ report, posting, facts }) => ({
    id: report.id,
    postingId: report.postingId,
    number: posting.number,
    trade: facts.trade,
    employer: facts.employer ?? null,
    reason: report.reason,
    detail: report.detail,
    hidden: posting.closedReason === 'fee-report',
    createdAt: report.createdAt.toString(),
  }));
}

/**
 * What came of it. The posting itself is withdrawn, corrected or reopened by its own acts: a hidden one comes back through two people.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED
 */
export async function handleReport(
  ctx: Context,
  actor: Actor,
  reportId: string,
  { outcome }: { outcome: 'upheld' | 'dismissed' },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ report: reports, regionCode: postings.regionCode, path: regions.path })
      .from(reports)
      .innerJoin(postings, eq(postings.id, reports.postingId))
      .innerJoin(regions, eq(regions.code, postings.regionCode))
      .where(eq(reports.id, reportId))
      .for('update', { of: reports });
    if (!found) throw new Refusal('NOT_FOUND');
    requireIn(actor, 'clerk', found.path);
    const now = ctx.clock.now();
    const by = personOf(actor);
    await tx.update(reports).set({ handledAt: now, handledBy: by, outcome }).where(eq(reports.id, reportId));
    await tx
      .update(callBacks)
      .set({ doneAt: now, doneBy: by, outcome })
      .where(and(inArray(callBacks.reportId, [reportId]), isNull(callBacks.doneAt)));
    await record(tx, ctx, actor, {
      area: 'reports',
      action: `report.${outcome}`,
      subject: reportId,
      before: { reason: found.report.reason },
      after: { outcome },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: found.regionCode, what: 'reports' });
  });
}
