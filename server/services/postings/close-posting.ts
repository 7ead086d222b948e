import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { type HeldPosting, holdAs, nextStatus, type PostingRow } from './posting-row.ts';

export type ClosedReason = NonNullable<PostingRow['closedReason']>;

/** Removing needs one person and is instant. */
export async function withdrawPosting(
  ctx: Context,
  actor: Actor,
  postingId: string,
  input: { reason?: string | undefined },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', postingId);
    await closeHeld(tx, ctx, actor, held, { reason: 'withdrawn', words: input.reason });
  });
}

/** Off every glass at once. @throws Refusal POSTING_STATE when it is closed already */
export async function closeHeld(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { posting }: Pick<HeldPosting, 'posting'>,
  { reason, words }: { reason: ClosedReason; words?: string | undefined },
): Promise<void> {
  const now = ctx.clock.now();
  await tx
    .update(postings)
    .set({ status: nextStatus('withdraw', posting.status), closedAt: now, closedReason: reason, proposedReach: null, updatedAt: now })
    .where(eq(postings.id, posting.id));
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.closed',
    subject: posting.id,
    before: { status: posting.status, number: posting.number },
    after: { reason, words },
  });
  await announce(tx, ctx, { type: 'posting.closed', postingId: posting.id, reason });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
}
