import { Temporal } from 'temporal-polyfill';
import type { GuestInvited, InviteGuest } from '../../contract/guests.ts';
import type { Tx } from '../../db/database.ts';
import { guests } from '../../db/schema/guests.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { linkExpiryMs, MOST_GUESTS } from '../../domain/guests/rules.ts';
import type { Context } from '../context.ts';
import { type EpisodeRow, holdAsHost } from '../live/episode-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { consume } from '../seekers/limits.ts';
import { newToken } from '../staff/token.ts';
import { isOver } from './guest-cookie.ts';
import { guestsOf, placesTaken } from './guest-row.ts';
import type { GuestsPort } from './guests-port.ts';
import { tellGuests } from './guests-told.ts';

/** Where a guest comes in. Guests need camera and microphone, and so HTTPS: the page says so where the address is none. */
export const guestUrl = (ctx: Pick<Context, 'config'>, token: string): string => `${ctx.config.http.publicUrl}/guest/${token}`;

/**
 * 请嘉宾: a one-time link. Its token is said here once and kept as a hash.
 * @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED, GUEST_EPISODE_OVER, GUESTS_FULL, TOO_MANY_REQUESTS
 */
export async function inviteGuest(
  ctx: Context,
  port: GuestsPort,
  actor: Actor,
  { episodeId, name, wants }: InviteGuest & { episodeId: string },
): Promise<GuestInvited> {
  await consume(ctx, { 'guest-invite-episode': episodeId });
  const { token, tokenHash } = newToken(ctx.random);
  const made = await ctx.db.transaction(async (tx) => {
    const { episode } = await holdAsHost(tx, actor, episodeId);
    await requirePlace(tx, ctx, port, episode);
    const nowMs = ctx.clock.now().epochMilliseconds;
    const expiresMs = linkExpiryMs({ plannedAtMs: episode.plannedAt.epochMilliseconds, minutes: episode.minutes }, nowMs);
    const row = { origin: 'link' as const, wants, nameSealed: ctx.vault.seal(name), tokenHash };
    return await storeGuest(tx, ctx, actor, { ...row, episodeId, expiresAt: Temporal.Instant.fromEpochMilliseconds(expiresMs) });
  });
  await tellGuests(ctx, { episodeId });
  return { guestId: made.id, url: guestUrl(ctx, token), expiresAt: made.expiresAt.toString() };
}

/** With the episode held. @throws Refusal GUEST_EPISODE_OVER, GUESTS_FULL */
export async function requirePlace(tx: Tx, ctx: Context, port: GuestsPort, episode: EpisodeRow): Promise<void> {
  if (isOver(episode.state)) throw new Refusal('GUEST_EPISODE_OVER');
  const rows = await guestsOf(tx, episode.id);
  if (placesTaken(ctx, port, rows) >= MOST_GUESTS) throw new Refusal('GUESTS_FULL', { most: MOST_GUESTS });
}

type NewGuest = Pick<typeof guests.$inferInsert, 'episodeId' | 'origin' | 'wants' | 'nameSealed' | 'tokenHash'> & {
  expiresAt: Temporal.Instant;
};

export async function storeGuest(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  guest: NewGuest,
): Promise<{ id: string; expiresAt: Temporal.Instant }> {
  const row = { ...guest, id: ctx.random.id(), invitedBy: nameOf(actor), invitedAt: ctx.clock.now() };
  await tx.insert(guests).values(row);
  await record(tx, ctx, actor, {
    area: 'guests',
    action: 'guest.invited',
    subject: row.id,
    after: { episodeId: row.episodeId, origin: row.origin, wants: row.wants, expiresAt: row.expiresAt.toString() },
  });
  return row;
}
