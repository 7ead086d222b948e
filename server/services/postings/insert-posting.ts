import { eq } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { PublicationRequest } from '../../contract/posting.ts';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { expiresAt } from '../../domain/posting/expiry.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { placesFor } from '../../domain/posting/places.ts';
import { searchTermsOf } from '../../domain/search/terms.ts';
import { announce } from '../announce.ts';
import { askForMissing, missingFacts } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { employerOf } from '../employers/employer-of.ts';
import { positionOf } from '../places/place-of.ts';
import { reachWanted, requireReach } from '../publications/reach-of.ts';
import { addPublications } from '../publications/store-publications.ts';
import { record } from '../record.ts';
import { timeZoneOf } from '../regions/region-of.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { lintPosting } from './lint-posting.ts';
import { type HeldPosting, personOf } from './posting-row.ts';
import { writeVersion } from './versions.ts';

export interface NewPosting {
  regionCode: string;
  path: string;
  facts: PostingFacts;
  original: string;
  intakeRowId?: string | undefined;
  evidenceId?: string | undefined;
  /** When the words were sent: 长期 counts from here until somebody confirms. */
  sentAt?: Temporal.Instant | undefined;
  publications?: readonly PublicationRequest[] | undefined;
  demo?: boolean | undefined;
}

/** Enters a posting as a draft, or on the call-back list where nobody is named as employer. */
export async function insertPosting(tx: Tx, ctx: Context, actor: Actor, input: NewPosting): Promise<HeldPosting> {
  const { facts, path, regionCode } = input;
  const now = ctx.clock.now();
  const postingId = ctx.random.id();
  const findings = await lintPosting(tx, ctx, path, facts);
  const employer = await employerOf(tx, ctx, regionCode, facts);
  const position = await positionOf(tx, path, facts.place);
  const sentAt = input.sentAt ?? now;
  const [posting] = await tx
    .insert(postings)
    .values({
      id: postingId,
      status: missingFacts(facts).length > 0 ? 'call-back' : 'draft',
      employerId: employer?.id,
      regionCode,
      version: 1,
      fingerprint: fingerprintOf(ctx, facts),
      authorId: personOf(actor),
      evidenceId: input.evidenceId,
      placesTotal: facts.headcount.max,
      placesLeft: facts.headcount.max,
      lat: position?.lat,
      lon: position?.lon,
      expiresAt: expiresAt({ expiry: facts.expiry, shift: facts.shift, confirmedAt: sentAt, timeZone: await timeZoneOf(tx, path) }),
      searchTerms: searchTermsOf(facts),
      demo: input.demo ?? false,
      createdAt: sentAt,
      updatedAt: now,
    })
    .returning();
  if (!posting) throw new Error('the posting was not stored');
  await writeVersion(tx, ctx, {
    postingId,
    version: 1,
    facts,
    original: input.original,
    findings,
    intakeRowId: input.intakeRowId,
    authorId: personOf(actor),
  });
  await askForMissing(tx, ctx, { postingId, regionCode, facts, by: personOf(actor) });
  if (input.publications) {
    requireReach(actor, await reachWanted(tx, input.publications, now));
    await addPublications(tx, ctx, { postingId, wanted: input.publications, by: personOf(actor) });
  }
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.created',
    subject: postingId,
    after: { regionCode, trade: facts.trade },
  });
  await announce(tx, ctx, { type: 'desk.changed', regionCode, what: 'postings' });
  return { posting, path };
}

/** The next version of a posting with other facts. What the public reads stays until it is approved. */
export async function writeCorrection(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  held: HeldPosting,
  facts: PostingFacts,
  original: string,
): Promise<HeldPosting> {
  const { posting, path } = held;
  const now = ctx.clock.now();
  const version = posting.version + 1;
  const findings = await lintPosting(tx, ctx, path, facts);
  const employer = await employerOf(tx, ctx, posting.regionCode, facts);
  await writeVersion(tx, ctx, { postingId: posting.id, version, facts, original, findings, authorId: personOf(actor) });
  const standing = posting.approvedVersion !== null && (posting.status === 'approved' || posting.status === 'filled');
  const [corrected] = await tx
    .update(postings)
    .set({
      version,
      fingerprint: fingerprintOf(ctx, facts),
      submittedAt: null,
      rejectedReason: null,
      updatedAt: now,
      ...(standing
        ? {}
        : {
            employerId: employer?.id ?? null,
            status: missingFacts(facts).length > 0 ? ('call-back' as const) : ('draft' as const),
            ...placesFor(facts.headcount.max, posting),
            searchTerms: searchTermsOf(facts),
            expiresAt: expiresAt({
              expiry: facts.expiry,
              shift: facts.shift,
              confirmedAt: posting.confirmedAt ?? posting.createdAt,
              timeZone: await timeZoneOf(tx, path),
            }),
          }),
    })
    .where(eq(postings.id, posting.id))
    .returning();
  if (!corrected) throw new Error('the posting was not stored');
  await askForMissing(tx, ctx, { postingId: posting.id, regionCode: posting.regionCode, facts, by: personOf(actor) });
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.corrected',
    subject: posting.id,
    before: { version: posting.version },
    after: { version },
  });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
  return { posting: corrected, path };
}
