import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { DomainEvent } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { expiresAt } from '../../domain/posting/expiry.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { announce } from '../announce.ts';
import { askForPlaces } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { entryFor, record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { defaultTimeZone, timeZoneOf } from '../regions/region-of.ts';
import { type HeldPosting, nextStatus, personOf } from './posting-row.ts';
import { readNewest, readVersion, type Version, writeVersions } from './versions.ts';

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

export interface SentAgain {
  held: HeldPosting;
  facts: PostingFacts;
  /** When it was sent. */
  at: Temporal.Instant;
  intakeRowId: string;
}

/**
 * The same offers were sent again, each posting once: they last as long as the new words say. A new date or first day is a version;
 * approved words stay approved, because what two people looked at is unchanged.
 */
export async function renewAll(tx: Tx, ctx: Context, actor: Actor, sent: readonly SentAgain[]): Promise<void> {
  if (sent.length === 0) return;
  const newest = await readNewest(
    ctx,
    tx,
    sent.map(({ held }) => held.posting.id),
  );
  const zones = new Map<string, string>();
  for (const { path } of sent.map((one) => one.held)) if (!zones.has(path)) zones.set(path, await timeZoneOf(tx, path));
  const renewals = sent.map(({ held, ...again }) => {
    const current = newest.get(held.posting.id);
    if (!current) throw new Refusal('POSTING_NOT_FOUND');
    return renewalOf(held, current, again, zones.get(held.path) ?? defaultTimeZone);
  });
  const author = personOf(actor);
  await writeVersions(
    tx,
    ctx,
    renewals.flatMap((one) => (one.words ? [{ ...one.words, authorId: author }] : [])),
  );
  const values = renewals.map(
    ({ posting, version, approvedVersion, confirmedAt, expiresAt: lapses }) =>
      sql`(${posting.id}, ${version}::int, ${approvedVersion}::int, ${confirmedAt.toString()}::timestamptz, ${lapses.toString()}::timestamptz)`,
  );
  await tx.execute(sql`
    update postings set version = renewed.version, approved_version = renewed.approved, confirmed_at = renewed.confirmed,
      expires_at = renewed.lapses, updated_at = ${ctx.clock.now().toString()}::timestamptz
    from (values ${sql.join(values, sql`, `)}) as renewed(id, version, approved, confirmed, lapses)
    where postings.id = renewed.id`);
  await askForPlaces(
    tx,
    ctx,
    renewals
      .filter(({ posting }) => posting.status === 'filled')
      .map(({ posting, facts }) => ({ postingId: posting.id, regionCode: posting.regionCode, facts })),
  );
  const desks = [...new Set(renewals.map(({ posting }) => posting.regionCode))];
  await announce(
    tx,
    ctx,
    ...renewals.flatMap(({ posting, version, facts }): DomainEvent[] => [
      entryFor(ctx, actor, {
        area: 'postings',
        action: 'posting.renewed',
        subject: posting.id,
        before: { version: posting.version, expiresAt: posting.expiresAt?.toString() },
        after: { version, expiry: facts.expiry },
      }),
      ...(isPublic(posting.status) ? [{ type: 'posting.published' as const, postingId: posting.id }] : []),
    ]),
    ...desks.map((regionCode) => ({ type: 'desk.changed' as const, regionCode, what: 'postings' })),
  );
}

function renewalOf({ posting }: HeldPosting, current: Version, sent: Omit<SentAgain, 'held'>, timeZone: string) {
  nextStatus('renew', posting.status);
  const newest = posting.confirmedAt ?? posting.createdAt;
  const confirmedAt = Temporal.Instant.compare(sent.at, newest) > 0 ? sent.at : newest;
  const facts: PostingFacts = { ...current.facts, expiry: sent.facts.expiry, shift: sent.facts.shift };
  const changed = JSON.stringify([facts.expiry, facts.shift]) !== JSON.stringify([current.facts.expiry, current.facts.shift]);
  const version = changed ? posting.version + 1 : posting.version;
  return {
    posting,
    facts,
    version,
    approvedVersion: posting.approvedVersion === posting.version ? version : posting.approvedVersion,
    confirmedAt,
    expiresAt: expiresAt({ expiry: facts.expiry, shift: facts.shift, confirmedAt, timeZone }),
    words: changed ? { ...current, postingId: posting.id, version, facts, intakeRowId: sent.intakeRowId } : undefined,
  };
}

async function lapse(tx: Tx, path: string, facts: PostingFacts, confirmedAt: Temporal.Instant): Promise<Temporal.Instant> {
  return expiresAt({ expiry: facts.expiry, shift: facts.shift, confirmedAt, timeZone: await timeZoneOf(tx, path) });
}
