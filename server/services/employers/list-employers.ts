import { and, asc, eq, ilike, inArray, like, sql } from 'drizzle-orm';
import type { EmployerForStaff } from '../../contract/desk.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { employers, postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { regionPath } from '../regions/region-of.ts';

const longestList = 300;

/** Unchecked ones first: they hold up approvals. */
export async function listEmployers(
  ctx: Context,
  actor: Actor,
  query: { regionCode: string; q?: string | undefined },
): Promise<EmployerForStaff[]> {
  const path = await regionPath(ctx.db, query.regionCode);
  requireIn(actor, 'clerk', path);
  const open = ctx.db
    .select({ employerId: postings.employerId, n: sql<number>`count(*)::int`.as('n') })
    .from(postings)
    .where(inArray(postings.status, ['draft', 'submitted', 'approved', 'filled']))
    .groupBy(postings.employerId)
    .as('open');
  const rows = await ctx.db
    .select({ employer: employers, checkedByName: user.name, open: open.n })
    .from(employers)
    .innerJoin(regions, eq(regions.code, employers.regionCode))
    .leftJoin(user, eq(user.id, employers.checkedBy))
    .leftJoin(open, eq(open.employerId, employers.id))
    .where(and(like(regions.path, `${path}%`), query.q ? ilike(employers.name, `%${query.q.replace(/[%_\\]/g, '\\$&')}%`) : undefined))
    .orderBy(sql`${employers.checkedAt} is not null`, asc(employers.name))
    .limit(longestList);
  return rows.map(({ employer, checkedByName, open: openPostings }) => ({
    id: employer.id,
    name: employer.name,
    kind: employer.kind,
    creditCode: employer.creditCode,
    regionCode: employer.regionCode,
    checkedAt: employer.checkedAt?.toString() ?? null,
    checkedByName,
    checkedHow: employer.checkedHow,
    openPostings: openPostings ?? 0,
  }));
}
