import { eq } from 'drizzle-orm';
import { guests } from '../../db/schema/guests.ts';
import { episodes } from '../../db/schema/live.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { hashToken } from '../staff/token.ts';
import type { GuestRow } from './guest-row.ts';

/** `<guest>.<secret>`: the number says whose row to look at, the secret is the proof. */
const form = /^([\da-f-]{36})\.([\w-]{43})$/;
export const cookieFor = (guestId: string, secret: string): string => `${guestId}.${secret}`;

export const isOver = (state: string): boolean => state === 'ended' || state === 'cancelled';

/** Whether this browser is the one that the guest's link let in. */
export function isDeviceOf(guest: Pick<GuestRow, 'id' | 'deviceHash'>, cookie: string | undefined): boolean {
  const [, guestId, secret] = form.exec(cookie ?? '') ?? [];
  // Hashes of 256 random bits: how long a comparison takes tells nothing.
  return guestId === guest.id && secret !== undefined && guest.deviceHash === hashToken(secret);
}

/** @throws Refusal GUEST_REMOVED, GUEST_LEFT, GUEST_EPISODE_OVER, for a guest who was one */
export async function guestOfCookie(ctx: Context, cookie: string): Promise<Extract<Actor, { kind: 'guest' }> | undefined> {
  const guestId = form.exec(cookie)?.[1];
  if (guestId === undefined) return undefined;
  const [found] = await ctx.db
    .select({ guest: guests, state: episodes.state })
    .from(guests)
    .innerJoin(episodes, eq(episodes.id, guests.episodeId))
    .where(eq(guests.id, guestId));
  if (!found || !isDeviceOf(found.guest, cookie)) return undefined;
  requireStillIn(found.guest, found.state);
  return { kind: 'guest', guestId, episodeId: found.guest.episodeId };
}

/** @throws Refusal GUEST_EPISODE_OVER, GUEST_REMOVED, GUEST_LEFT */
export function requireStillIn(guest: Pick<GuestRow, 'removedAt' | 'leftAt'>, episodeState: string): void {
  if (isOver(episodeState)) throw new Refusal('GUEST_EPISODE_OVER');
  if (guest.removedAt !== null) throw new Refusal('GUEST_REMOVED');
  if (guest.leftAt !== null) throw new Refusal('GUEST_LEFT');
}
