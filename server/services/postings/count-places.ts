import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import { placesSaid } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { settlePlaces } from '../grabs/settle-places.ts';
import { record } from '../record.ts';
import { filledSince, holdAs, nextStatus, type PostingRow, personOf } from './posting-row.ts';

/** 招满 by the desk. */
export async function fillPosting(ctx: Context, actor: Actor, postingId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { posting } = await holdAs(tx, actor, 'clerk', postingId);
    nextStatus('fill', posting.status);
    await setPlacesLeft(tx, ctx, actor, posting, 0);
  });
}

/** The desk corrects how many are still wanted: more, fewer, or none. */
export async function setPlaces(ctx: Context, actor: Actor, postingId: string, input: { placesLeft: number }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { posting } = await holdAs(tx, actor, 'clerk', postingId);
    nextStatus('count', posting.status);
    await setPlacesLeft(tx, ctx, actor, posting, input.placesLeft);
  });
}

/** A filled posting has places again; a closed one becomes a draft that two people look at anew. */
export async function reopenPosting(
  ctx: Context,
  actor: Actor,
  postingId: string,
  input: { places: number },
): Promise<{ status: PostingRow['status'] }> {
  return await ctx.db.transaction(async (tx) => {
    const { posting } = await holdAs(tx, actor, 'clerk', postingId);
    const status = nextStatus('reopen', posting.status);
    if (status === 'approved') {
      await setPlacesLeft(tx, ctx, actor, posting, input.places);
      return { status };
    }
    await tx
      .update(postings)
      .set({
        status,
        approvedVersion: null,
        submittedAt: null,
        closedAt: null,
        closedReason: null,
        // Who has a place from before still has it.
        placesTotal: posting.placesTotal - posting.placesLeft + input.places,
        placesLeft: input.places,
        updatedAt: ctx.clock.now(),
      })
      .where(eq(postings.id, postingId));
    await record(tx, ctx, actor, {
      area: 'postings',
      action: 'posting.reopened',
      subject: postingId,
      before: { reason: posting.closedReason },
      after: { status },
    });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
    return { status };
  });
}

/** What is taken stays taken: the total follows from it. None left greys the row, and a later count brings it back. */
export async function setPlacesLeft(tx: Tx, ctx: Context, actor: Actor, posting: PostingRow, placesLeft: number): Promise<void> {
  const taken = posting.placesTotal - posting.placesLeft;
  const filled = placesLeft === 0;
  const now = ctx.clock.now();
  const [counted] = await tx
    .update(postings)
    .set({
      status: filled ? 'filled' : 'approved',
      placesLeft,
      placesTotal: taken + placesLeft,
      filledAt: filledSince(posting, placesLeft, now),
      updatedAt: now,
    })
    .where(eq(postings.id, posting.id))
    .returning();
  await record(tx, ctx, actor, {
    area: 'postings',
    action: filled ? 'posting.filled' : 'posting.counted',
    subject: posting.id,
    before: { placesLeft: posting.placesLeft, placesTotal: posting.placesTotal },
    after: { placesLeft, placesTotal: taken + placesLeft },
  });
  await announce(tx, ctx, { type: 'posting.counted', postingId: posting.id, placesLeft, filled });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
  if (posting.status === 'filled' && placesLeft > 0) await placesSaid(tx, ctx, posting.id, personOf(actor));
  // Who waits in line comes before who scans next.
  if (counted && placesLeft > posting.placesLeft && posting.waitingSeq > 0) await settlePlaces(tx, ctx, counted, 0);
}
