import { and, count, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { links } from '../../db/schema/links.ts';
import { postings } from '../../db/schema/postings.ts';
import type { StandingGrab } from '../../domain/grab/decide.ts';
import { activeStates } from '../../domain/grab/state.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import type { GrabWish } from './decide-batch.ts';

/** What must be known of those who wish, read for all of them at once. */

export type Person = Pick<typeof seekers.$inferSelect, 'id' | 'phoneHash' | 'contactHash'>;

export async function peopleOf(tx: Tx, wishes: readonly GrabWish[]): Promise<Map<string, Person>> {
  const found = await tx
    .select({ id: seekers.id, phoneHash: seekers.phoneHash, contactHash: seekers.contactHash })
    .from(seekers)
    .where(
      among(
        seekers.id,
        wishes.map((wish) => wish.seekerId),
      ),
    );
  return new Map(found.map((person) => [person.id, person]));
}

export const isUnproven = (person: Person): boolean => person.contactHash !== null && person.phoneHash === null;

/**
 * What these people have asked for in other postings that are still offered, and nobody has answered, by person. Not by phone: a refusal would tell
 * whoever types one what its owner holds.
 */
export async function unansweredElsewhere(
  tx: Tx,
  ctx: Pick<Context, 'clock'>,
  postingId: string,
  seekerIds: readonly string[],
): Promise<Map<string, number>> {
  if (seekerIds.length === 0) return new Map();
  const found = await tx
    .select({ seekerId: grabs.seekerId, asked: count() })
    .from(grabs)
    .innerJoin(postings, eq(postings.id, grabs.postingId))
    .where(
      and(
        among(grabs.seekerId, seekerIds),
        inArray(grabs.state, ['held', 'grabbed', 'waiting']),
        ne(grabs.postingId, postingId),
        inArray(postings.status, [...publicStatuses]),
        or(isNull(postings.expiresAt), gt(postings.expiresAt, ctx.clock.now())),
      ),
    )
    .groupBy(grabs.seekerId);
  return new Map(found.map((row) => [row.seekerId, row.asked]));
}

export async function originsOf(tx: Tx, wishes: readonly GrabWish[]) {
  const codes = [...new Set(wishes.flatMap((wish) => wish.linkCode ?? []))];
  if (codes.length === 0) return new Map<string, { stationId: string | null; screenId: string | null }>();
  const found = await tx
    .select({ code: links.code, stationId: links.stationId, screenId: links.screenId })
    .from(links)
    .where(among(links.code, codes));
  return new Map(found.map((link) => [link.code, link]));
}

/** Active grabs in this posting by these people, or by these phones. */
export async function standingOf(tx: Tx, postingId: string, people: Person[]): Promise<StandingGrab[]> {
  if (people.length === 0) return [];
  const contacts = people.flatMap((person) => person.contactHash ?? []);
  const ids = people.map((person) => person.id);
  const found = await tx
    .select({
      grabId: grabs.id,
      seekerId: grabs.seekerId,
      state: grabs.state,
      waitingNumber: grabs.waitingNumber,
      contactHash: seekers.contactHash,
      phoneHash: seekers.phoneHash,
    })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(
      and(
        eq(grabs.postingId, postingId),
        inArray(grabs.state, [...activeStates]),
        contacts.length > 0 ? or(among(seekers.id, ids), among(seekers.contactHash, contacts)) : among(seekers.id, ids),
      ),
    );
  return found.map(({ phoneHash, ...grab }) => ({
    ...grab,
    unproven: grab.contactHash !== null && phoneHash === null,
    contactHash: grab.contactHash ?? undefined,
    waitingNumber: grab.waitingNumber ?? undefined,
  }));
}
