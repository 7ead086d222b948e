import { and, arrayContains, eq, inArray, isNotNull, like, lt, or, type SQL, sql } from 'drizzle-orm';
import type { DeskPosting, PostingQuery } from '../../contract/desk.ts';
import { regions } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { searchTermsFor, spokenNumberIn } from '../../domain/search/terms.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { regionPath } from '../regions/region-of.ts';
import { deskPostings } from './desk-view.ts';

/** One page of the desk's table. */
export async function listPostings(
  ctx: Context,
  actor: Actor,
  query: PostingQuery,
): Promise<{ postings: DeskPosting[]; next: string | null }> {
  const where = and(await inReach(ctx, actor, query.region), inView(query.view), matching(query.q), before(query.before));
  const found = await deskPostings(ctx, ctx.db, where, query.limit + 1);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return { postings: page, next: found.length > query.limit && last ? `${last.updatedAt}~${last.id}` : null };
}

/** The regions in which the actor is a clerk, narrowed to one subtree where asked. @throws Refusal NOT_ALLOWED */
async function inReach(ctx: Context, actor: Actor, region: string | undefined): Promise<SQL | undefined> {
  if (region !== undefined) {
    const path = await regionPath(ctx.db, region);
    requireIn(actor, 'clerk', path);
    return inSubtrees([path]);
  }
  const reach = reachOf(actor, 'clerk');
  return reach === null ? undefined : inSubtrees(reach);
}

const inSubtrees = (paths: string[]): SQL =>
  paths.length === 0
    ? sql`false`
    : sql`${postings.regionCode} in (select ${regions.code} from ${regions} where ${or(...paths.map((path) => like(regions.path, `${path}%`)))})`;

function inView(view: PostingQuery['view']): SQL | undefined {
  switch (view) {
    case 'open':
      return inArray(postings.status, ['approved', 'filled']);
    case 'drafts':
      return inArray(postings.status, ['draft', 'call-back', 'rejected', 'submitted']);
    case 'approvals':
      return or(
        eq(postings.status, 'submitted'),
        and(
          inArray(postings.status, ['approved', 'filled']),
          isNotNull(postings.submittedAt),
          sql`${postings.version} > ${postings.approvedVersion}`,
        ),
      );
    case 'closed':
      return eq(postings.status, 'closed');
    case 'all':
      return undefined;
  }
}

function matching(typed: string | undefined): SQL | undefined {
  if (!typed) return undefined;
  const number = spokenNumberIn(typed);
  if (number !== undefined) return eq(postings.number, number);
  const terms = searchTermsFor(typed);
  return terms.length === 0 ? undefined : arrayContains(postings.searchTerms, terms);
}

function before(cursor: string | undefined): SQL | undefined {
  const [updatedAt, id] = cursor?.split('~') ?? [];
  if (!updatedAt || !id) return undefined;
  return or(
    lt(sql`${postings.updatedAt}`, sql`${updatedAt}::timestamptz`),
    and(sql`${postings.updatedAt} = ${updatedAt}::timestamptz`, lt(postings.id, id)),
  );
}
