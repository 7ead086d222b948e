import { and, eq, isNotNull } from 'drizzle-orm';
import type { AdjustGuest } from '../../contract/guests.ts';
import { guests } from '../../db/schema/guests.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { MOST_ON_STAGE, stageRefusal } from '../../domain/guests/rules.ts';
import type { Context } from '../context.ts';
import { holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { type GuestRow, guestsOf, holdGuest, showStage, stateOf } from './guest-row.ts';
import type { GuestsPort } from './guests-port.ts';
import { tellGuests } from './guests-told.ts';

/**
 * 上台, 下台, and how a guest looks and sounds in the program.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, GUEST_NOT_FOUND, GUEST_NOT_HERE, STAGE_FULL
 */
export async function adjustGuest(
  ctx: Context,
  port: GuestsPort,
  actor: Actor,
  { episodeId, guestId, name, onStage, ...sound }: AdjustGuest & { episodeId: string; guestId: string },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await holdAsHost(tx, actor, episodeId);
    const guest = await holdGuest(tx, episodeId, guestId);
    const change: Partial<GuestRow> = { ...sound, ...(name !== undefined && { nameSealed: ctx.vault.seal(name) }) };
    if (onStage === true && guest.onStageAt === null) {
      const others = (await guestsOf(tx, episodeId)).filter((row) => row.id !== guestId && stateOf(ctx, port, row) === 'stage');
      const refusal = stageRefusal(stateOf(ctx, port, guest), others.length);
      if (refusal) throw new Refusal(refusal, { most: MOST_ON_STAGE });
      change.onStageAt = ctx.clock.now();
    }
    if (onStage === false) change.onStageAt = null;
    if (Object.keys(change).length > 0) await tx.update(guests).set(change).where(eq(guests.id, guestId));
    const moved = change.onStageAt !== undefined && (change.onStageAt === null) !== (guest.onStageAt === null);
    if (!moved) return;
    const action = change.onStageAt ? 'guest.on-stage' : 'guest.off-stage';
    await record(tx, ctx, actor, { area: 'guests', action, subject: guestId, after: { episodeId } });
  });
  await showStage(ctx, port, episodeId);
  await tellGuests(ctx, { episodeId });
}

const watch: Actor = { kind: 'system', name: 'guest-watch' };

/** The guest's line has been gone for too long: coming back, they wait in the green room. @returns whether that was news */
export async function takeOffStage(ctx: Context, port: GuestsPort, episodeId: string, guestId: string): Promise<boolean> {
  const wasOnStage = await ctx.db.transaction(async (tx) => {
    const [off] = await tx
      .update(guests)
      .set({ onStageAt: null })
      .where(and(eq(guests.id, guestId), isNotNull(guests.onStageAt)))
      .returning({ id: guests.id });
    if (off)
      await record(tx, ctx, watch, { area: 'guests', action: 'guest.off-stage', subject: guestId, after: { episodeId, why: 'line' } });
    return off !== undefined;
  });
  if (wasOnStage) await showStage(ctx, port, episodeId);
  if (wasOnStage) await tellGuests(ctx, { episodeId });
  return wasOnStage;
}
