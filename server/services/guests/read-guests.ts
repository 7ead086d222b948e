import { and, asc, eq, inArray } from 'drizzle-orm';
import type { GuestDesk, GuestSelf, HandForHost } from '../../contract/guests.ts';
import type { Database } from '../../db/database.ts';
import { guests, raisedHands } from '../../db/schema/guests.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { findEpisode } from '../live/episode-view.ts';
import { requireHosting } from '../live/require-publishing.ts';
import { Refusal } from '../refusal.ts';
import { guestOnWire, guestsOf, nameOfGuest, stateOf } from './guest-row.ts';
import type { GuestsPort } from './guests-port.ts';
import { hasLapsed } from './hand-row.ts';

/** Guests, hands and what was written, as the host's page shows them. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function readGuests(ctx: Context, port: GuestsPort, actor: Actor, episodeId: string): Promise<GuestDesk> {
  await requireHosting(ctx, actor, episodeId);
  const rows = await guestsOf(ctx.db, episodeId);
  return {
    guests: rows.map((row) => guestOnWire(ctx, port, row)).filter(({ state }) => state !== 'removed' && state !== 'left'),
    hands: (await handsOf(ctx.db, episodeId)).filter((hand) => !hasLapsed(ctx, hand)).map(handOnWire),
    lines: [...port.lines(episodeId)],
  };
}

/** What one guest's page needs. @throws Refusal GUEST_NOT_FOUND, EPISODE_NOT_FOUND */
export async function readGuestSelf(ctx: Context, port: GuestsPort, actor: Extract<Actor, { kind: 'guest' }>): Promise<GuestSelf> {
  const { guestId, episodeId } = actor;
  const episode = await findEpisode(ctx.db, { id: episodeId });
  const [guest] = await ctx.db.select().from(guests).where(eq(guests.id, guestId));
  if (!guest) throw new Refusal('GUEST_NOT_FOUND');
  const all = await guestsOf(ctx.db, episodeId);
  return {
    guestId,
    episodeId,
    slug: episode.slug,
    title: episode.title,
    hostName: episode.hostName,
    name: nameOfGuest(ctx, guest),
    wants: guest.wants,
    isOn: episode.state === 'live',
    onStage: stateOf(ctx, port, guest) === 'stage',
    mutedByHost: guest.muted,
    hostIsHere: port.hostIsHere(episodeId),
    lines: [...port.lines(episodeId)],
    names: Object.fromEntries(all.map((row) => [row.id, nameOfGuest(ctx, row)])),
  };
}

/** The first raised first. */
function handsOf(db: Database, episodeId: string) {
  return db
    .select()
    .from(raisedHands)
    .where(and(eq(raisedHands.episodeId, episodeId), inArray(raisedHands.state, ['raised', 'called'])))
    .orderBy(asc(raisedHands.raisedAt), asc(raisedHands.id));
}

const handOnWire = (hand: typeof raisedHands.$inferSelect): HandForHost => ({
  id: hand.id,
  number: hand.number,
  wants: hand.wants,
  state: hand.state === 'called' ? 'called' : 'raised',
  raisedAt: hand.raisedAt.toString(),
});
