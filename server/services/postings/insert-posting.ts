import { eq } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { LintFinding, PublicationRequest } from '../../contract/posting.ts';
import type { Tx } from '../../db/database.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { lint } from '../../domain/lint/lint.ts';
import { expiresAt } from '../../domain/posting/expiry.ts';
import type { PostingFacts } from '../../domain/posting/facts.ts';
import { placesFor } from '../../domain/posting/places.ts';
import { searchTermsOf } from '../../domain/search/terms.ts';
import { announce } from '../announce.ts';
import { askForMissing, askForNew, missingFacts } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { employerName, employerOf, employersOf } from '../employers/employer-of.ts';
import { placeKey, positionsOf } from '../places/place-of.ts';
import { reachWanted, requireReach } from '../publications/reach-of.ts';
import { addPublications } from '../publications/store-publications.ts';
import { entryFor, record } from '../record.ts';
import { timeZoneOf } from '../regions/region-of.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { lintContext, lintPosting } from './lint-posting.ts';
import { type HeldPosting, personOf } from './posting-row.ts';
import { writeVersion, writeVersions } from './versions.ts';

/** The desk at which postings are entered. */
export interface Desk {
  regionCode: string;
  path: string;
}

export interface NewPosting {
  facts: PostingFacts;
  original: string;
  intakeRowId?: string | undefined;
  evidenceId?: string | undefined;
  /** When the words were sent: 长期 counts from here until somebody confirms. */
  sentAt?: Temporal.Instant | undefined;
  publications?: readonly PublicationRequest[] | undefined;
  demo?: boolean | undefined;
}

export interface EnteredPosting extends HeldPosting {
  facts: PostingFacts;
  findings: LintFinding[];
}

/** Enters a posting as a draft, or on the call-back list where nobody is named as employer. */
export async function insertPosting(tx: Tx, ctx: Context, actor: Actor, desk: Desk, input: NewPosting): Promise<EnteredPosting> {
  const [entered] = await insertPostings(tx, ctx, actor, desk, [input]);
  if (!entered) throw new Error('the posting was not stored');
  return entered;
}

/** Many at once, in the order given: a statement for each kind of row, whatever their number. */
export async function insertPostings(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { regionCode, path }: Desk,
  inputs: readonly NewPosting[],
): Promise<EnteredPosting[]> {
  if (inputs.length === 0) return [];
  const now = ctx.clock.now();
  const author = personOf(actor);
  const rules = await lintContext(tx, ctx, path);
  const named = await employersOf(
    tx,
    ctx,
    regionCode,
    inputs.map((input) => input.facts),
  );
  const pins = await positionsOf(
    tx,
    path,
    inputs.flatMap((input) => input.facts.place ?? []),
  );
  const fresh = inputs.map((input) => ({ ...input, postingId: ctx.random.id(), findings: lint(input.facts, rules) }));
  const stored = await tx
    .insert(postings)
    .values(
      fresh.map(({ facts, postingId, evidenceId, sentAt = now, demo = false }) => {
        const position = facts.place === undefined ? undefined : pins.get(placeKey(facts.place));
        return {
          id: postingId,
          status: missingFacts(facts).length > 0 ? ('call-back' as const) : ('draft' as const),
          employerId: named.get(employerName(facts) ?? '')?.id,
          regionCode,
          version: 1,
          fingerprint: fingerprintOf(ctx, facts),
          authorId: author,
          evidenceId,
          placesTotal: facts.headcount.max,
          placesLeft: facts.headcount.max,
          lat: position?.lat,
          lon: position?.lon,
          expiresAt: expiresAt({ expiry: facts.expiry, shift: facts.shift, confirmedAt: sentAt, timeZone: rules.timeZone }),
          searchTerms: searchTermsOf(facts),
          demo,
          createdAt: sentAt,
          updatedAt: now,
        };
      }),
    )
    .returning();
  await writeVersions(
    tx,
    ctx,
    fresh.map((one) => ({ ...one, version: 1, authorId: author })),
  );
  await askForNew(
    tx,
    ctx,
    fresh.map((one) => ({ ...one, regionCode })),
  );
  for (const { postingId, publications: wanted } of fresh) {
    if (!wanted) continue;
    requireReach(actor, await reachWanted(tx, wanted, now));
    await addPublications(tx, ctx, { postingId, wanted, by: author });
  }
  await announce(
    tx,
    ctx,
    ...fresh.map(({ facts, postingId }) =>
      entryFor(ctx, actor, {
        area: 'postings',
        action: 'posting.created',
        subject: postingId,
        after: { regionCode, trade: facts.trade },
      }),
    ),
    { type: 'desk.changed', regionCode, what: 'postings' },
  );
  const rows = new Map(stored.map((posting) => [posting.id, posting]));
  return fresh.map(({ facts, findings, postingId }) => {
    const posting = rows.get(postingId);
    if (!posting) throw new Error('the posting was not stored');
    return { posting, path, facts, findings };
  });
}

/** The next version of a posting with other facts. What the public reads stays until it is approved. */
export async function writeCorrection(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  held: HeldPosting,
  { facts, original, intakeRowId }: { facts: PostingFacts; original: string; intakeRowId?: string },
): Promise<HeldPosting> {
  const { posting, path } = held;
  const now = ctx.clock.now();
  const version = posting.version + 1;
  const findings = await lintPosting(tx, ctx, path, facts);
  const employer = await employerOf(tx, ctx, posting.regionCode, facts);
  await writeVersion(tx, ctx, { postingId: posting.id, version, facts, original, findings, intakeRowId, authorId: personOf(actor) });
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
