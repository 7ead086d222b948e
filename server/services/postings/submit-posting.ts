import { and, eq, inArray, isNotNull, ne, notLike } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { employers, postings } from '../../db/schema/postings.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { isUnchangedRepeat } from '../../domain/approval/two-people.ts';
import type { PostingStatus } from '../../domain/posting/status.ts';
import { liesWithin } from '../../domain/publication/reach.ts';
import { announce } from '../announce.ts';
import { missingFacts } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { defaultReach, storedReach } from '../publications/reach-of.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { lintPosting, requireNoBlock } from './lint-posting.ts';
import { makePublic } from './make-public.ts';
import { type HeldPosting, holdAs, nextStatus, requireVersion } from './posting-row.ts';
import { readVersion } from './versions.ts';

/**
 * Hands a posting, or a correction of a public one, to a second person. An unchanged repeat of what two people approved within seven
 * days goes straight on.
 * @throws Refusal POSTING_BLOCKED, EMPLOYER_MISSING, POSTING_STATE, VERSION_CONFLICT
 */
export async function submitPosting(
  ctx: Context,
  actor: Actor,
  input: { postingId: string; version: number },
): Promise<{ status: PostingStatus }> {
  return await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', input.postingId);
    requireVersion(held.posting, input.version);
    return await submitHeld(tx, ctx, actor, held);
  });
}

export async function submitHeld(tx: Tx, ctx: Context, actor: Actor, { posting, path }: HeldPosting): Promise<{ status: PostingStatus }> {
  const { facts } = await readVersion(ctx, tx, posting.id, posting.version);
  if (missingFacts(facts).includes('employer')) throw new Refusal('EMPLOYER_MISSING');
  const status = nextStatus('submit', posting.status);
  requireNoBlock(await lintPosting(tx, ctx, path, facts));
  const now = ctx.clock.now();
  const [submitted] = await tx
    .update(postings)
    .set({ status, submittedAt: now, rejectedReason: null, updatedAt: now })
    .where(eq(postings.id, posting.id))
    .returning();
  if (!submitted) throw new Refusal('POSTING_NOT_FOUND');
  await record(tx, ctx, actor, { area: 'postings', action: 'posting.submitted', subject: posting.id, after: { version: posting.version } });
  if (await isRepeat(tx, ctx, { posting: submitted, path })) {
    await makePublic(tx, ctx, { kind: 'system', name: `unchanged-repeat by ${nameOf(actor)}` }, { posting: submitted, path });
    return { status: 'approved' };
  }
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'approvals' });
  return { status };
}

/** Only of another posting in the same region, whose employer is checked: a new employer is looked at by two people. */
async function isRepeat(tx: Tx, ctx: Context, { posting, path }: HeldPosting): Promise<boolean> {
  if (posting.proposedReach !== null) return false;
  const earlier = await tx
    .select({ id: postings.id, fingerprint: postings.fingerprint, approvedAt: postings.approvedAt, closedReason: postings.closedReason })
    .from(postings)
    .innerJoin(employers, and(eq(employers.id, postings.employerId), isNotNull(employers.checkedAt)))
    .where(
      and(
        eq(postings.fingerprint, posting.fingerprint),
        eq(postings.regionCode, posting.regionCode),
        ne(postings.id, posting.id),
        // Seven days from the last time two people looked: repeats can't carry each other on for ever.
        notLike(postings.approvedBy, 'system:%'),
        eq(postings.version, postings.approvedVersion),
        inArray(postings.status, ['approved', 'filled', 'closed']),
      ),
    );
  if (earlier.length === 0) return false;
  const reach = await storedReach(tx, [posting.id, ...earlier.map((one) => one.id)]);
  const here = reach.get(posting.id) ?? [defaultReach(path, posting.regionCode)];
  return isUnchangedRepeat(
    posting.fingerprint,
    earlier.flatMap(({ id, fingerprint, approvedAt, closedReason }) => {
      if (approvedAt === null) return [];
      const takenDown = closedReason === 'withdrawn' || closedReason === 'fee-report';
      return [{ fingerprint, approvedAt, takenDown, shownThere: liesWithin(reach.get(id) ?? [], here) }];
    }),
    ctx.clock.now(),
  );
}
