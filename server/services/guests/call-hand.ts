import { and, eq } from 'drizzle-orm';
import { guests, raisedHands } from '../../db/schema/guests.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { HAND_ANSWER_MS } from '../../domain/guests/rules.ts';
import type { Context } from '../context.ts';
import { holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import type { GuestsPort } from './guests-port.ts';
import { tellGuests } from './guests-told.ts';
import { requirePlace, storeGuest } from './invite-guest.ts';

interface OneHand {
  episodeId: string;
  handId: string;
}

/**
 * The host takes a hand: a place in the green room waits for that viewer, for a few minutes.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, GUEST_EPISODE_OVER, GUESTS_FULL, HAND_GONE
 */
export async function callHand(ctx: Context, port: GuestsPort, actor: Actor, { episodeId, handId }: OneHand): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    const [hand] = await tx
      .select()
      .from(raisedHands)
      .where(and(eq(raisedHands.id, handId), eq(raisedHands.episodeId, episodeId)))
      .for('update');
    if (hand?.state === 'called' || hand?.state === 'joined') return;
    if (hand?.state !== 'raised') throw new Refusal('HAND_GONE');
    await requirePlace(tx, ctx, port, episode);
    const now = ctx.clock.now();
    const { id: guestId } = await storeGuest(tx, ctx, actor, {
      episodeId,
      origin: 'hand',
      wants: hand.wants,
      nameSealed: ctx.vault.seal(`求职者·${hand.number}`),
      tokenHash: null,
      expiresAt: now.add({ milliseconds: HAND_ANSWER_MS }),
    });
    await tx.update(raisedHands).set({ state: 'called', calledAt: now, guestId }).where(eq(raisedHands.id, handId));
  });
  await tellGuests(ctx, { episodeId, hands: [handId] });
}

/** Not now: the hand goes down, and may be raised again. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function dismissHand(ctx: Context, actor: Actor, { episodeId, handId }: OneHand): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    const [hand] = await tx
      .update(raisedHands)
      .set({ state: 'down' })
      .where(and(eq(raisedHands.id, handId), eq(raisedHands.episodeId, episodeId)))
      .returning();
    if (hand?.guestId) await tx.update(guests).set({ removedAt: ctx.clock.now() }).where(eq(guests.id, hand.guestId));
    if (hand) await record(tx, ctx, actor, { area: 'guests', action: 'hand.dismissed', subject: handId, after: { episodeId } });
  });
  await tellGuests(ctx, { episodeId, hands: [handId] });
}
