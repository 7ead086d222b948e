import { and, eq } from 'drizzle-orm';
import type { WhereShown } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { postings, postingVersions, publications } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { expiresAt } from '../../domain/posting/expiry.ts';
import { placesFor } from '../../domain/posting/places.ts';
import { searchTermsOf } from '../../domain/search/terms.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { employerOf } from '../employers/employer-of.ts';
import { settlePlaces } from '../grabs/settle-places.ts';
import { positionOf } from '../places/place-of.ts';
import { placesOf, replacePublications } from '../publications/store-publications.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { timeZoneOf } from '../regions/region-of.ts';
import { allocateNumber } from './allocate-number.ts';
import { filledSince, type HeldPosting, nextStatus, personOf } from './posting-row.ts';
import { readVersion } from './versions.ts';

/**
 * The newest version becomes what the public reads: number, places, position and expiry follow from its facts. Places that were
 * taken stay taken: a correction from 5 to 3 with two grabbed leaves one.
 * @throws Refusal POSTING_EXPIRED
 */
export async function makePublic(tx: Tx, ctx: Context, actor: Actor, { posting, path }: HeldPosting): Promise<{ number: number }> {
  const { facts } = await readVersion(ctx, tx, posting.id, posting.version);
  const now = ctx.clock.now();
  const lapses = expiresAt({
    expiry: facts.expiry,
    shift: facts.shift,
    confirmedAt: posting.confirmedAt ?? posting.createdAt,
    timeZone: await timeZoneOf(tx, path),
  });
  if (lapses.epochMilliseconds <= now.epochMilliseconds) throw new Refusal('POSTING_EXPIRED');
  const formerly = await showWhereProposed(tx, ctx, posting);
  await publishByDefault(tx, ctx, actor, posting);
  const number = await allocateNumber(tx, posting);
  const employer = await employerOf(tx, ctx, posting.regionCode, facts);
  const position = await positionOf(tx, path, facts.place);
  // A draft's count follows its words already, and a reopened one's what the desk said.
  const { placesTotal, placesLeft } = posting.approvedVersion === null ? posting : placesFor(facts.headcount.max, posting);
  nextStatus('approve', posting.status);
  const status = placesLeft === 0 ? 'filled' : 'approved';
  const [published] = await tx
    .update(postings)
    .set({
      status,
      number,
      employerId: employer?.id ?? null,
      approvedBy: personOf(actor),
      approvedAt: now,
      approvedVersion: posting.version,
      firstPublishedAt: posting.firstPublishedAt ?? posting.approvedAt ?? now,
      rejectedReason: null,
      proposedReach: null,
      placesTotal,
      placesLeft,
      lat: position?.lat ?? null,
      lon: position?.lon ?? null,
      filledAt: filledSince(posting, placesLeft, now),
      expiresAt: lapses,
      closedAt: null,
      closedReason: null,
      searchTerms: searchTermsOf(facts),
      updatedAt: now,
    })
    .where(eq(postings.id, posting.id))
    .returning();
  if (published && placesLeft > 0 && posting.waitingSeq > 0) await settlePlaces(tx, ctx, published, 0);
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.approved',
    subject: posting.id,
    before: { approvedVersion: posting.approvedVersion, number: posting.number },
    after: { approvedVersion: posting.version, number, ...(posting.proposedReach === null ? {} : { shown: posting.proposedReach }) },
  });
  await announce(tx, ctx, { type: 'posting.published', postingId: posting.id, ...(formerly && { formerly }) });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
  return { number };
}

/** The walls that were proposed with this version, in the name of who proposed them. */
async function showWhereProposed(tx: Tx, ctx: Context, posting: HeldPosting['posting']): Promise<WhereShown | undefined> {
  if (posting.proposedReach === null) return undefined;
  const [author] = await tx
    .select({ id: postingVersions.authorId })
    .from(postingVersions)
    .where(and(eq(postingVersions.postingId, posting.id), eq(postingVersions.version, posting.version)));
  const before = await replacePublications(tx, ctx, {
    postingId: posting.id,
    wanted: posting.proposedReach,
    by: author?.id ?? posting.authorId,
  });
  return placesOf(before);
}

/** A clerk who chose nothing meant everywhere in the desk's region. Only at first: who took the last wall away later meant that. */
async function publishByDefault(tx: Tx, ctx: Context, actor: Actor, posting: HeldPosting['posting']): Promise<void> {
  if (posting.approvedVersion !== null) return;
  const [chosen] = await tx.select({ id: publications.id }).from(publications).where(eq(publications.postingId, posting.id)).limit(1);
  if (chosen) return;
  const now = ctx.clock.now();
  await tx.insert(publications).values({
    id: ctx.random.id(),
    postingId: posting.id,
    regionCode: posting.regionCode,
    startsAt: now,
    createdBy: personOf(actor),
    createdAt: now,
  });
}
