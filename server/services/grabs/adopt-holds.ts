import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { activeStates, afterAct, type GrabState } from '../../domain/grab/state.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { holdPosting, type PostingRow } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { closeCalls } from './call-backs.ts';
import { whyNotOpen } from './why-not-open.ts';

export interface Adoption {
  grab: { grabId: string; seekerId: string; state: GrabState };
  /** The phone's owner. */
  seekerId: string;
  state: GrabState;
}

/**
 * The phone's owner has a grab of their own for it, in the place of what a stranger's browser held: that ends there as when a clerk has rung and
 * the owner knew nothing of it, so that the stranger learns no more than that. The posting's row must be locked.
 */
export async function yieldGrab(
  tx: Tx,
  ctx: Context,
  posting: PostingRow,
  { grab, grabId, seekerId, state }: Adoption & { grabId: string },
): Promise<void> {
  const by = `seeker:${seekerId}`;
  const answer = { state: 'declined' as const, holdUntil: null, answeredAt: ctx.clock.now(), answeredBy: 'system:grabs' };
  await tx.update(grabs).set(answer).where(eq(grabs.id, grab.grabId));
  await closeCalls(tx, ctx, grab.grabId, { by, outcome: 'verified' });
  await announce(tx, ctx, {
    type: 'grab.changed',
    grabId: grab.grabId,
    postingId: posting.id,
    seekerId: grab.seekerId,
    state: answer.state,
  });
  await record(
    tx,
    ctx,
    { kind: 'seeker', seekerId },
    {
      area: 'grabs',
      action: 'grab.adopted',
      subject: grabId,
      before: { grab: grab.grabId, state: grab.state, by: `seeker:${grab.seekerId}` },
      after: { state, by },
    },
  );
}

/** The phone's owner has proved it: what was held for the phone is theirs, and nobody needs to ring. The posting's row must be locked. */
export async function adoptGrab(tx: Tx, ctx: Context, posting: PostingRow, { grab, seekerId, state }: Adoption): Promise<void> {
  await tx.update(grabs).set({ seekerId, state, holdUntil: null }).where(eq(grabs.id, grab.grabId));
  await closeCalls(tx, ctx, grab.grabId, { by: `seeker:${seekerId}`, outcome: 'verified' });
  await announce(tx, ctx, { type: 'grab.changed', grabId: grab.grabId, postingId: posting.id, seekerId, state });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'grabs' });
  await record(
    tx,
    ctx,
    { kind: 'seeker', seekerId },
    {
      area: 'grabs',
      action: 'grab.adopted',
      subject: grab.grabId,
      before: { state: grab.state, by: `seeker:${grab.seekerId}` },
      after: { state, by: `seeker:${seekerId}` },
    },
  );
}

/**
 * All that this browser held for the phone, while nobody had proved it, goes to the person who has. In the transaction of the proof itself: a
 * code that was right is never spent for nothing.
 */
export async function adoptHolds(tx: Tx, ctx: Context, { from, to, contactHash }: { from: string; to: string; contactHash: string }) {
  const found = await tx
    .select({ postingId: grabs.postingId })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(
      and(
        eq(grabs.seekerId, from),
        eq(seekers.contactHash, contactHash),
        isNull(seekers.phoneHash),
        inArray(grabs.state, [...activeStates]),
      ),
    );
  // Always in the same order: two who lock several postings never wait for each other.
  for (const { postingId } of found.sort((a, b) => (a.postingId < b.postingId ? -1 : 1))) await adoptOne(tx, ctx, postingId, { from, to });
}

async function adoptOne(tx: Tx, ctx: Context, postingId: string, { from, to }: { from: string; to: string }): Promise<void> {
  const { posting } = await holdPosting(tx, postingId);
  const standing = await tx
    .select({ grabId: grabs.id, seekerId: grabs.seekerId, state: grabs.state })
    .from(grabs)
    .where(and(eq(grabs.postingId, postingId), inArray(grabs.seekerId, [from, to]), inArray(grabs.state, [...activeStates])));
  const held = standing.find((grab) => grab.seekerId === from);
  const own = standing.some((grab) => grab.seekerId === to);
  // Lapsed meanwhile; or the person has a place of their own, and the hold gives its back by itself; or nobody grabs here any more.
  if (!held || own || whyNotOpen(ctx, posting)) return;
  await adoptGrab(tx, ctx, posting, { grab: held, seekerId: to, state: afterAct(held.state, 'verify') ?? held.state });
}
