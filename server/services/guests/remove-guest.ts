import { eq } from 'drizzle-orm';
import { guests, raisedHands } from '../../db/schema/guests.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { holdGuest, showStage } from './guest-row.ts';
import type { GuestsPort } from './guests-port.ts';
import { tellGuests } from './guests-told.ts';

/** 请出, and 收回链接: neither link nor cookie is worth anything from now on. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, GUEST_NOT_FOUND */
export async function removeGuest(
  ctx: Context,
  port: GuestsPort,
  actor: Actor,
  where: { episodeId: string; guestId: string },
): Promise<void> {
  await goOut(ctx, port, actor, { ...where, how: 'removed' });
}

/** The guest goes of their own accord. @throws Refusal GUEST_NOT_FOUND */
export async function leaveAsGuest(ctx: Context, port: GuestsPort, actor: Extract<Actor, { kind: 'guest' }>): Promise<void> {
  await goOut(ctx, port, actor, { episodeId: actor.episodeId, guestId: actor.guestId, how: 'left' });
}

async function goOut(
  ctx: Context,
  port: GuestsPort,
  actor: Actor,
  { episodeId, guestId, how }: { episodeId: string; guestId: string; how: 'removed' | 'left' },
): Promise<void> {
  const hands = await ctx.db.transaction(async (tx) => {
    if (how === 'removed') await holdAsHost(tx, actor, episodeId);
    const guest = await holdGuest(tx, episodeId, guestId);
    const out = how === 'removed' ? guest.removedAt : guest.leftAt;
    if (out !== null) return [];
    const now = ctx.clock.now();
    await tx
      .update(guests)
      .set({ onStageAt: null, ...(how === 'removed' ? { removedAt: now } : { leftAt: now }) })
      .where(eq(guests.id, guestId));
    await record(tx, ctx, actor, { area: 'guests', action: `guest.${how}`, subject: guestId, after: { episodeId } });
    // Whoever came with a hand raised may raise it again.
    return tx.update(raisedHands).set({ state: 'down' }).where(eq(raisedHands.guestId, guestId)).returning({ id: raisedHands.id });
  });
  port.drop(episodeId, guestId);
  await showStage(ctx, port, episodeId);
  await tellGuests(ctx, { episodeId, hands: hands.map(({ id }) => id) });
}
