import type { DomainEventOf } from '../contract/events.ts';
import type { Tx } from '../db/database.ts';
import { type Actor, nameOf } from '../domain/access/actor.ts';
import { announce } from './announce.ts';
import type { Context } from './context.ts';

export interface AuditEntry {
  /** The chain it goes to: `postings`, `grabs`, `personal-data`, … */
  area: string;
  /** Past tense: `posting.approved`. */
  action: string;
  /** The id of what it was done to. */
  subject: string;
  /** Facts, never personal data. */
  before?: unknown;
  after?: unknown;
}

/**
 * Puts down who did what, in the transaction of the change. The entry travels through the outbox, and the relay appends it to the day's
 * hash chain: so that two changes never wait for each other at the end of a chain.
 */
export async function record(tx: Tx, ctx: Pick<Context, 'clock'>, actor: Actor, entry: AuditEntry): Promise<void> {
  await announce(tx, ctx, entryFor(ctx, actor, entry));
}

/** The entry as the event in which it travels, for those who announce many at once. */
export const entryFor = (ctx: Pick<Context, 'clock'>, actor: Actor, entry: AuditEntry): DomainEventOf<'audit.recorded'> => ({
  type: 'audit.recorded',
  at: ctx.clock.now().toString(),
  actor: nameOf(actor),
  ...entry,
});
