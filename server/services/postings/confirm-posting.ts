import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { expiresAt } from '../../domain/posting/expiry.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { timeZoneOf } from '../regions/region-of.ts';
import { type HeldPosting, nextStatus, personOf } from './posting-row.ts';
import { readVersion, writeVersion } from './versions.ts';

/** Somebody has confirmed that it is still open: 核实于, and 长期 counts from here again. */
export async function confirmHeld(tx: Tx, ctx: Context, actor: Actor, { posting, path }: HeldPosting): Promise<void> {
  nextStatus('confirm', posting.status);
  const { facts } = await readVersion(ctx, tx, posting.id, posting.approvedVersion ?? posting.version);
  const now = ctx.clock.now();
  await tx
    .update(postings)
    .set({ confirmedAt: now, expiresAt: await lapse(tx, path, facts, now), updatedAt: now })
    .where(eq(postings.id, posting.id));
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.confirmed',
    subject: posting.id,
    before: { confirmedAt: posting.confirmedAt?.toString() },
  });
  await announce(tx, ctx, { type: 'posting.confirmed', postingId: posting.id });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'recheck' });
}

/**
 * The same offer was sent again: it lasts as long as the new words say. A new date or first day is a version; approved words stay
 * approved, because what two people looked at is unchanged.
 */
export async function renewHeld(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { posting, path }: HeldPosting,
  sent: { facts: PostingFacts; at: Temporal.Instant; intakeRowId?: string },
): Promise<void> {
  nextStatus('renew', posting.status);
  const current = await readVersion(ctx, tx, posting.id, posting.version);
  const newest = posting.confirmedAt ?? posting.createdAt;
  const at = Temporal.Instant.compare(sent.at, newest) > 0 ? sent.at : newest;
  const facts: PostingFacts = { ...current.facts, expiry: sent.facts.expiry, shift: sent.facts.shift };
  const changed = JSON.stringify([facts.expiry, facts.shift]) !== JSON.stringify([current.facts.expiry, current.facts.shift]);
  const version = changed ? posting.version + 1 : posting.version;
  if (changed) {
    await writeVersion(tx, ctx, {
      ...current,
      postingId: posting.id,
      version,
      facts,
      intakeRowId: sent.intakeRowId,
      authorId: personOf(actor),
    });
  }
  const approvedVersion = posting.approvedVersion === posting.version ? version : posting.approvedVersion;
  const now = ctx.clock.now();
  await tx
    .update(postings)
    .set({ version, approvedVersion, confirmedAt: at, expiresAt: await lapse(tx, path, facts, at), updatedAt: now })
    .where(eq(postings.id, posting.id));
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.renewed',
    subject: posting.id,
    before: { version: posting.version, expiresAt: posting.expiresAt?.toString() },
    after: { version, expiry: facts.expiry },
  });
  if (isPublic(posting.status)) await announce(tx, ctx, { type: 'posting.published', postingId: posting.id });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
}

async function lapse(tx: Tx, path: string, facts: PostingFacts, confirmedAt: Temporal.Instant): Promise<Temporal.Instant> {
  return expiresAt({ expiry: facts.expiry, shift: facts.shift, confirmedAt, timeZone: await timeZoneOf(tx, path) });
}
