import { and, asc, eq } from 'drizzle-orm';
import type { GuestForHost } from '../../contract/guests.ts';
import type { Database, Tx } from '../../db/database.ts';
import { guests } from '../../db/schema/guests.ts';
import { type GuestState, guestState, takesPlace } from '../../domain/guests/rules.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { GuestsPort } from './guests-port.ts';

export type GuestRow = typeof guests.$inferSelect;

/** In the order in which they were asked. */
export function guestsOf(db: Database | Tx, episodeId: string): Promise<GuestRow[]> {
  return db.select().from(guests).where(eq(guests.episodeId, episodeId)).orderBy(asc(guests.invitedAt), asc(guests.id));
}

/** @throws Refusal GUEST_NOT_FOUND */
export async function holdGuest(tx: Tx, episodeId: string, guestId: string): Promise<GuestRow> {
  const [guest] = await tx
    .select()
    .from(guests)
    .where(and(eq(guests.id, guestId), eq(guests.episodeId, episodeId)))
    .for('update');
  if (!guest) throw new Refusal('GUEST_NOT_FOUND');
  return guest;
}

export function stateOf(ctx: Pick<Context, 'clock'>, port: GuestsPort, guest: GuestRow): GuestState {
  return guestState(
    {
      expiresAtMs: guest.expiresAt.epochMilliseconds,
      hasEntered: guest.consentAt !== null,
      hasLeft: guest.leftAt !== null,
      isRemoved: guest.removedAt !== null,
      isOnStage: guest.onStageAt !== null,
      isPresent: port.presence(guest.episodeId, guest.id).isPresent,
    },
    ctx.clock.now().epochMilliseconds,
  );
}

/** How many of the six places are taken. */
export const placesTaken = (ctx: Pick<Context, 'clock'>, port: GuestsPort, rows: readonly GuestRow[]): number =>
  rows.filter((row) => takesPlace(stateOf(ctx, port, row))).length;

export const nameOfGuest = (ctx: Pick<Context, 'vault'>, guest: Pick<GuestRow, 'nameSealed'>): string =>
  guest.nameSealed === null ? '—' : ctx.vault.open(guest.nameSealed);

export function guestOnWire(ctx: Pick<Context, 'vault' | 'clock'>, port: GuestsPort, guest: GuestRow): GuestForHost {
  const { audio, video } = port.presence(guest.episodeId, guest.id);
  return {
    id: guest.id,
    name: nameOfGuest(ctx, guest),
    from: guest.origin,
    wants: guest.wants,
    state: stateOf(ctx, port, guest),
    volume: guest.volume,
    muted: guest.muted,
    fit: guest.fit,
    audio,
    video,
    expiresAt: guest.expiresAt.toString(),
    consentAt: guest.consentAt?.toString() ?? null,
  };
}

/** Tells the room who may be heard by all: those on stage by the books. */
export async function showStage(ctx: Pick<Context, 'db'>, port: GuestsPort, episodeId: string): Promise<void> {
  const onStage = (await guestsOf(ctx.db, episodeId)).filter((row) => row.onStageAt && !row.removedAt && !row.leftAt);
  port.setStage(
    episodeId,
    onStage.map(({ id }) => id),
  );
}
