import { and, eq, gt } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { mayApprove } from '../../domain/approval/two-people.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { employerOf } from '../employers/employer-of.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { lintPosting, requireNoBlock } from './lint-posting.ts';
import { makePublic } from './make-public.ts';
import { type HeldPosting, holdAs, nextStatus, type PostingRow, personOf, requireVersion } from './posting-row.ts';
import { readVersion } from './versions.ts';

/**
 * The second person puts a posting, or a correction, before the public.
 * @throws Refusal SAME_PERSON, EMPLOYER_UNCHECKED, POSTING_BLOCKED, POSTING_EXPIRED, POSTING_STATE, VERSION_CONFLICT
 */
export async function approvePosting(
  ctx: Context,
  actor: Actor,
  input: { postingId: string; version: number },
): Promise<{ number: number }> {
  return await ctx.db.transaction(async (tx) => {
    const held = await holdForDecision(tx, actor, 'approve', input);
    if (!mayApprove(personOf(actor), await writersOf(tx, held.posting))) throw new Refusal('SAME_PERSON');
    const { facts } = await readVersion(ctx, tx, held.posting.id, held.posting.version);
    const employer = await employerOf(tx, ctx, held.posting.regionCode, facts);
    if (!employer) throw new Refusal('EMPLOYER_MISSING');
    if (employer.checkedAt === null) throw new Refusal('EMPLOYER_UNCHECKED');
    requireNoBlock(await lintPosting(tx, ctx, held.path, facts));
    return await makePublic(tx, ctx, actor, held);
  });
}

/** Sent back with a reason; what stood on the glass before stays there. */
export async function rejectPosting(
  ctx: Context,
  actor: Actor,
  input: { postingId: string; version: number; reason: string },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { posting } = await holdForDecision(tx, actor, 'reject', input);
    await tx
      .update(postings)
      .set({ status: nextStatus('reject', posting.status), submittedAt: null, rejectedReason: input.reason, updatedAt: ctx.clock.now() })
      .where(eq(postings.id, posting.id));
    await record(tx, ctx, actor, {
      area: 'postings',
      action: 'posting.rejected',
      subject: posting.id,
      after: { version: posting.version, reason: input.reason },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'approvals' });
  });
}

async function holdForDecision(
  tx: Tx,
  actor: Actor,
  act: 'approve' | 'reject',
  input: { postingId: string; version: number },
): Promise<HeldPosting> {
  const held = await holdAs(tx, actor, 'approver', input.postingId);
  requireVersion(held.posting, input.version);
  nextStatus(act, held.posting.status);
  const { posting } = held;
  if (posting.submittedAt === null || posting.approvedVersion === posting.version)
    throw new Refusal('POSTING_STATE', { status: posting.status });
  return held;
}

/** Everybody who wrote a word since the last approval. */
async function writersOf(tx: Tx, posting: PostingRow): Promise<string[]> {
  const versions = await tx
    .select({ authorId: postingVersions.authorId })
    .from(postingVersions)
    .where(and(eq(postingVersions.postingId, posting.id), gt(postingVersions.version, posting.approvedVersion ?? 0)));
  return versions.map((version) => version.authorId);
}
