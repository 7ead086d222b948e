import { asc, eq, inArray } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import { type Actor, nameOf, type StaffRole } from '../../domain/access/actor.ts';
import { after, type PostingAct, type PostingStatus } from '../../domain/posting/status.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';

export type PostingRow = typeof postings.$inferSelect;
export interface HeldPosting {
  posting: PostingRow;
  /** Of the posting's desk. */
  path: string;
}

/** The posting, held against everybody else until the transaction ends. @throws Refusal POSTING_NOT_FOUND */
export async function holdPosting(tx: Tx, postingId: string): Promise<HeldPosting> {
  const [held] = await tx
    .select({ posting: postings, path: regions.path })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(eq(postings.id, postingId))
    .for('update', { of: postings });
  if (!held) throw new Refusal('POSTING_NOT_FOUND');
  return held;
}

/**
 * Several at once, in one order: who holds many never waits crosswise for another who does, or for an approval, which holds its posting
 * before it asks for a number. Those that are gone are missing.
 */
export async function holdPostings(tx: Tx, postingIds: readonly string[]): Promise<Map<string, HeldPosting>> {
  if (postingIds.length === 0) return new Map();
  const held = await tx
    .select({ posting: postings, path: regions.path })
    .from(postings)
    .innerJoin(regions, eq(regions.code, postings.regionCode))
    .where(inArray(postings.id, [...postingIds]))
    .orderBy(asc(postings.id))
    .for('update', { of: postings });
  return new Map(held.map((one) => [one.posting.id, one]));
}

/** Held, and the actor holds the role where its desk is. @throws Refusal POSTING_NOT_FOUND, NOT_ALLOWED */
export async function holdAs(tx: Tx, actor: Actor, role: StaffRole, postingId: string): Promise<HeldPosting> {
  const held = await holdPosting(tx, postingId);
  requireIn(actor, role, held.path);
  return held;
}

/** @throws Refusal POSTING_STATE where the act makes no sense now */
export function nextStatus(act: PostingAct, status: PostingStatus): PostingStatus {
  const next = after(act, status);
  if (next === undefined) throw new Refusal('POSTING_STATE', { status });
  return next;
}

/** Since when it is full: what is changed about a full posting afterwards (its waiting list, its words) makes it no fuller. */
export const filledSince = (
  { filledAt }: Pick<PostingRow, 'filledAt'>,
  placesLeft: number,
  now: Temporal.Instant,
): Temporal.Instant | null => (placesLeft > 0 ? null : (filledAt ?? now));

/** @throws Refusal VERSION_CONFLICT when somebody has written since the person looked */
export function requireVersion(posting: PostingRow, version: number): void {
  if (posting.version !== version) throw new Refusal('VERSION_CONFLICT', { version: posting.version });
}

/** Who stands as author: the account's id, so that it can be joined to a name; others by how the audit names them. */
export const personOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.userId : nameOf(actor));

/** Who wrote: a program's words are also those of whoever made its token, who could else approve them alone. */
export const writersOf = (actor: Actor): string[] => (actor.kind === 'token' ? [nameOf(actor), actor.madeBy] : [personOf(actor)]);
