import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { postings } from '../../db/schema/postings.ts';
import { decidePromotion } from '../../domain/grab/decide.ts';
import { holdUntil } from '../../domain/grab/hold.ts';
import { placedStates } from '../../domain/grab/state.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { filledSince, type PostingRow } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { askForCalls } from './call-backs.ts';

/**
 * After places came back (or were added): the first of the waiting list move up, the rest is open again. The posting's row must be
 * locked by the caller.
 * @returns the posting as it is now
 */
export async function settlePlaces(tx: Tx, ctx: Context, posting: PostingRow, freed: number): Promise<PostingRow> {
  const [placed, waiting] = await standing(tx, posting.id);
  const open = isOffered(posting, ctx.clock.now());
  const { promote, placesLeft } = decidePromotion(posting, { freed, placed, waiting: open ? waiting : 0 });
  if (promote > 0) await moveUp(tx, ctx, posting, promote);
  const filled = placesLeft === 0;
  const status = open ? (filled ? 'filled' : 'approved') : posting.status;
  if (placesLeft === posting.placesLeft && status === posting.status) return posting;
  const updatedAt = ctx.clock.now();
  const filledAt = filledSince(posting, placesLeft, updatedAt);
  await tx.update(postings).set({ placesLeft, status, filledAt, updatedAt }).where(eq(postings.id, posting.id));
  if (open) await announce(tx, ctx, { type: 'posting.counted', postingId: posting.id, placesLeft, filled });
  return { ...posting, placesLeft, status, filledAt, updatedAt };
}

/** Nobody moves up into a job that is over. */
function isOffered({ status, expiresAt }: PostingRow, now: Temporal.Instant): boolean {
  return isPublic(status) && (expiresAt === null || Temporal.Instant.compare(expiresAt, now) > 0);
}

async function standing(tx: Tx, postingId: string): Promise<[placed: number, waiting: number]> {
  const counted = await tx
    .select({ state: grabs.state, count: count() })
    .from(grabs)
    .where(and(eq(grabs.postingId, postingId), inArray(grabs.state, [...placedStates, 'waiting'])))
    .groupBy(grabs.state);
  let placed = 0;
  let waiting = 0;
  for (const each of counted) {
    if (each.state === 'waiting') waiting += each.count;
    else placed += each.count;
  }
  return [placed, waiting];
}

/** Those whose phone is proved have the place; the others are rung first, as at the start. */
async function moveUp(tx: Tx, ctx: Context, posting: PostingRow, many: number): Promise<void> {
  const now = ctx.clock.now();
  const next = await tx
    .select({
      id: grabs.id,
      seekerId: grabs.seekerId,
      waitingNumber: grabs.waitingNumber,
      phoneHash: seekers.phoneHash,
      contactHash: seekers.contactHash,
    })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(and(eq(grabs.postingId, posting.id), eq(grabs.state, 'waiting')))
    .orderBy(asc(grabs.waitingNumber))
    .limit(many);
  const unproven = next.filter((grab) => grab.phoneHash === null && grab.contactHash !== null);
  const proven = next.filter((grab) => !unproven.includes(grab));
  if (proven.length > 0)
    await tx
      .update(grabs)
      .set({ state: 'grabbed' })
      .where(
        inArray(
          grabs.id,
          proven.map((grab) => grab.id),
        ),
      );
  if (unproven.length > 0)
    await tx
      .update(grabs)
      .set({ state: 'held', holdUntil: holdUntil(now) })
      .where(
        inArray(
          grabs.id,
          unproven.map((grab) => grab.id),
        ),
      );
  await askForCalls(
    tx,
    ctx,
    posting,
    unproven.map((grab) => grab.id),
  );
  for (const grab of next) {
    const state = unproven.includes(grab) ? 'held' : 'grabbed';
    await announce(tx, ctx, { type: 'grab.changed', grabId: grab.id, postingId: posting.id, seekerId: grab.seekerId, state });
    // The others hear it from the clerk who rings.
    if (state === 'grabbed') await announce(tx, ctx, { type: 'grab.promoted', grabId: grab.id });
    await record(
      tx,
      ctx,
      { kind: 'system', name: 'grabs' },
      {
        area: 'grabs',
        action: 'grab.promoted',
        subject: grab.id,
        before: { state: 'waiting', waitingNumber: grab.waitingNumber },
        after: { state },
      },
    );
  }
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'grabs' });
}
