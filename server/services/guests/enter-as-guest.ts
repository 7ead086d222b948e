import { and, eq, isNull } from 'drizzle-orm';
import type { EnterAsGuest, LinkSeen } from '../../contract/guests.ts';
import type { Locale } from '../../contract/problems.ts';
import { guests } from '../../db/schema/guests.ts';
import { episodes } from '../../db/schema/live.ts';
import { hidePhones } from '../../domain/audience/hide-phones.ts';
import { consent } from '../../domain/guests/consent.ts';
import { wordsOf } from '../audience/words-of.ts';
import type { Context } from '../context.ts';
import { todayOf } from '../live/episode-view.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { consume } from '../seekers/limits.ts';
import { hashToken, newToken } from '../staff/token.ts';
import { cookieFor, isDeviceOf, requireStillIn } from './guest-cookie.ts';
import { nameOfGuest } from './guest-row.ts';
import { tellGuests } from './guests-told.ts';

interface AtTheDoor {
  token: string;
  /** What this browser was given when it was let in before. */
  cookie: string | undefined;
  clientAddress: string;
}

/**
 * A link that was opened and not yet used: looking burns nothing, so that a messenger's preview doesn't.
 * @throws Refusal TOO_MANY_REQUESTS, GUEST_LINK_UNKNOWN, GUEST_LINK_USED, GUEST_LINK_EXPIRED, GUEST_REMOVED, GUEST_LEFT, GUEST_EPISODE_OVER
 */
export async function seeGuestLink(ctx: Context, door: AtTheDoor): Promise<LinkSeen> {
  const { guest, episode, entered } = await openDoor(ctx, door);
  return {
    title: episode.title,
    hostName: episode.hostName,
    organiser: episode.organiser,
    plannedAt: episode.plannedAt.toString(),
    timeZone: await timeZoneOf(ctx.db, await regionPath(ctx.db, episode.regionCode)),
    today: await todayOf(ctx, episode),
    name: nameOfGuest(ctx, guest),
    wants: guest.wants,
    from: guest.origin,
    consentVersion: consent.version,
    entered,
  };
}

/**
 * The guest has read the wording and agrees: from here on the link is this browser's alone.
 * @returns what its cookie says
 * @throws Refusal as {@link seeGuestLink}, GUEST_CONSENT, GUEST_NAME_REFUSED
 */
export async function enterAsGuest(ctx: Context, door: AtTheDoor & EnterAsGuest & { locale: Locale }): Promise<string> {
  const { guest, episode } = await openDoor(ctx, door);
  if (door.consent !== consent.version) throw new Refusal('GUEST_CONSENT');
  // Who comes with a hand raised says what to call them; whom the host has named keeps that name.
  const ownName = guest.origin === 'hand' ? door.name : undefined;
  if (ownName !== undefined) await requireShowable(ctx, episode.regionCode, ownName);
  const { token: secret, tokenHash: deviceHash } = newToken(ctx.random);
  await ctx.db.transaction(async (tx) => {
    const agreed = { deviceHash, consentAt: ctx.clock.now(), consentVersion: consent.version, consentLocale: door.locale };
    const named = ownName === undefined ? {} : { nameSealed: ctx.vault.seal(ownName) };
    const [entered] = await tx
      .update(guests)
      .set({ ...agreed, ...named })
      .where(and(eq(guests.id, guest.id), isNull(guests.deviceHash), isNull(guests.removedAt)))
      .returning({ id: guests.id });
    // Two devices in the same moment: one of them was first.
    if (!entered) throw new Refusal('GUEST_LINK_USED');
    await record(
      tx,
      ctx,
      { kind: 'guest', guestId: guest.id, episodeId: guest.episodeId },
      {
        area: 'guests',
        action: 'guest.consented',
        subject: guest.id,
        after: { episodeId: guest.episodeId, version: consent.version, locale: door.locale },
      },
    );
  });
  await tellGuests(ctx, { episodeId: guest.episodeId });
  return cookieFor(guest.id, secret);
}

/** It will stand in the picture on every wall, and nobody reads it before: any listed word is one too many, and so is a number to ring. */
async function requireShowable(ctx: Context, regionCode: string, name: string): Promise<void> {
  const words = await wordsOf(ctx, await regionPath(ctx.db, regionCode));
  if (words.find(name).length > 0 || hidePhones(name).hidden) throw new Refusal('GUEST_NAME_REFUSED');
}

async function openDoor(ctx: Context, { token, cookie, clientAddress }: AtTheDoor) {
  await consume(ctx, { 'guest-link-address': clientAddress });
  const [found] = await ctx.db
    .select({ guest: guests, episode: episodes })
    .from(guests)
    .innerJoin(episodes, eq(episodes.id, guests.episodeId))
    .where(eq(guests.tokenHash, hashToken(token)));
  if (!found) throw new Refusal('GUEST_LINK_UNKNOWN');
  const { guest, episode } = found;
  requireStillIn(guest, episode.state);
  const entered = isDeviceOf(guest, cookie);
  if (guest.deviceHash !== null && !entered) throw new Refusal('GUEST_LINK_USED');
  if (!entered && guest.expiresAt.epochMilliseconds <= ctx.clock.now().epochMilliseconds) throw new Refusal('GUEST_LINK_EXPIRED');
  return { guest, episode, entered };
}
