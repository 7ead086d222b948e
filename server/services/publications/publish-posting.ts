import { and, eq, gt } from 'drizzle-orm';
import type { PublishOutcome } from '../../contract/desk.ts';
import type { PublicationRequest } from '../../contract/posting.ts';
import type { Tx } from '../../db/database.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { narrowed, type WantedPublication, widening } from '../../domain/publication/reach.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { allocateNumber } from '../postings/allocate-number.ts';
import { type HeldPosting, holdAs, nextStatus, type PostingRow, personOf } from '../postings/posting-row.ts';
import { submitHeld } from '../postings/submit-posting.ts';
import { readVersion, writeVersion } from '../postings/versions.ts';
import { record } from '../record.ts';
import { asWanted, defaultReach, reachWanted, requireReach, storedReach } from './reach-of.ts';
import { placesOf, replacePublications } from './store-publications.ts';

/**
 * Changes where, from when, until when and how urgently a posting is shown. Of a public one, what takes walls or time away holds at
 * once; what adds any waits with a new version for a second person, like every other addition.
 * @throws Refusal REGION_UNKNOWN, STATION_UNKNOWN, NOT_ALLOWED, POSTING_STATE, POSTING_BLOCKED
 */
export async function publishPosting(
  ctx: Context,
  actor: Actor,
  postingId: string,
  wanted: readonly PublicationRequest[],
): Promise<PublishOutcome> {
  return await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', postingId);
    nextStatus('publish', held.posting.status);
    const asked = await reachWanted(tx, wanted, ctx.clock.now());
    const stored = (await storedReach(tx, [postingId])).get(postingId) ?? [];
    const seen = isPublic(held.posting.status);
    const standing = seen || stored.length > 0 ? stored : [defaultReach(held.path, held.posting.regionCode)];
    const adding = widening(standing, asked, ctx.clock.now().epochMilliseconds);
    // Whose desk it is may take it off any wall; on a wall it comes only through those who work there.
    requireReach(actor, adding);
    if (!seen) {
      await changeUnseen(tx, ctx, actor, { held, wanted, adds: adding.length > 0 });
      return { number: held.posting.number, waits: false };
    }
    if (adding.length === 0) {
      const number = await showAt(tx, ctx, actor, held, wanted);
      await forgetProposal(tx, ctx, held.posting);
      return { number, waits: false };
    }
    const parts = narrowed(stored, asked);
    const same = parts.length === stored.length && stored.every((old) => parts.some(({ stretch }) => sameReach(stretch, old)));
    const atOnce = parts.map(({ stretch, of }) => asWanted(stretch, of.wanted));
    const number = same ? held.posting.number : await showAt(tx, ctx, actor, held, atOnce);
    await propose(tx, ctx, actor, { ...held, posting: { ...held.posting, number } }, wanted);
    return { number, waits: true };
  });
}

type ReachLike = { at: string; fromMs: number; untilMs: number; priority: number };
const sameReach = (a: ReachLike, b: ReachLike) =>
  a.at === b.at && a.fromMs === b.fromMs && a.untilMs === b.untilMs && a.priority === b.priority;

/** On the walls from now on. A reach beside a posting of the same number gives it a new one. */
async function showAt(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { posting }: HeldPosting,
  wanted: readonly WantedPublication[],
): Promise<number | null> {
  const before = await replacePublications(tx, ctx, { postingId: posting.id, wanted, by: personOf(actor) });
  const number = await allocateNumber(tx, posting);
  await tx.update(postings).set({ number, updatedAt: ctx.clock.now() }).where(eq(postings.id, posting.id));
  // What it is taken from must lose it as surely as what is new gets it: the rows that said so are gone.
  await announce(tx, ctx, { type: 'posting.published', postingId: posting.id, formerly: placesOf(before) });
  await recordReach(tx, ctx, actor, { action: 'posting.published', posting, before, wanted });
  return number;
}

/**
 * Nobody sees it yet, and whoever approves it looks at its walls too. Who adds some has written a part of what is approved: they stand as
 * author of a version, so that they can't be the second person.
 */
async function changeUnseen(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { held: { posting }, wanted, adds }: { held: HeldPosting; wanted: readonly WantedPublication[]; adds: boolean },
): Promise<void> {
  const before = await replacePublications(tx, ctx, { postingId: posting.id, wanted, by: personOf(actor) });
  const version = adds && (posting.submittedAt !== null || !(await hasWritten(tx, actor, posting)));
  if (version) await sameWordsAnew(tx, ctx, actor, posting);
  await recordReach(tx, ctx, actor, { action: 'posting.reach-changed', posting, before, wanted });
}

async function recordReach(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  {
    action,
    posting,
    before,
    wanted,
  }: {
    action: 'posting.published' | 'posting.reach-changed';
    posting: PostingRow;
    before: Awaited<ReturnType<typeof replacePublications>>;
    wanted: readonly WantedPublication[];
  },
): Promise<void> {
  await record(tx, ctx, actor, {
    area: 'postings',
    action,
    subject: posting.id,
    before: before.map(({ stationId, regionCode, priority }) => ({ stationId, regionCode, priority })),
    after: wanted,
  });
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'postings' });
}

async function hasWritten(tx: Tx, actor: Actor, posting: PostingRow): Promise<boolean> {
  const [own] = await tx
    .select({ version: postingVersions.version })
    .from(postingVersions)
    .where(
      and(
        eq(postingVersions.postingId, posting.id),
        gt(postingVersions.version, posting.approvedVersion ?? 0),
        eq(postingVersions.authorId, personOf(actor)),
      ),
    )
    .limit(1);
  return own !== undefined;
}

/** Goes to the approvals list as a version of the same words, under the name of who wants it. */
async function propose(tx: Tx, ctx: Context, actor: Actor, held: HeldPosting, wanted: readonly WantedPublication[]): Promise<void> {
  const version = await sameWordsAnew(tx, ctx, actor, held.posting);
  const [proposed] = await tx
    .update(postings)
    .set({ proposedReach: [...wanted] })
    .where(eq(postings.id, held.posting.id))
    .returning();
  if (!proposed) throw new Error('the posting is held');
  await record(tx, ctx, actor, {
    area: 'postings',
    action: 'posting.reach-proposed',
    subject: held.posting.id,
    before: held.posting.proposedReach ?? undefined,
    after: { version, wanted },
  });
  await submitHeld(tx, ctx, actor, { posting: proposed, path: held.path });
}

async function sameWordsAnew(tx: Tx, ctx: Context, actor: Actor, posting: PostingRow): Promise<number> {
  const current = await readVersion(ctx, tx, posting.id, posting.version);
  const version = posting.version + 1;
  await writeVersion(tx, ctx, { ...current, postingId: posting.id, version, authorId: personOf(actor) });
  await tx.update(postings).set({ version, updatedAt: ctx.clock.now() }).where(eq(postings.id, posting.id));
  return version;
}

/** A reach that adds nothing takes back what was proposed before. Where no other words wait beside it, nothing waits any more. */
async function forgetProposal(tx: Tx, ctx: Context, posting: PostingRow): Promise<void> {
  if (posting.proposedReach === null) return;
  const newest = await readVersion(ctx, tx, posting.id, posting.version);
  const approved = await readVersion(ctx, tx, posting.id, posting.approvedVersion ?? posting.version);
  const sameWords = JSON.stringify(newest.facts) === JSON.stringify(approved.facts);
  await tx
    .update(postings)
    .set({ proposedReach: null, ...(sameWords ? { approvedVersion: posting.version, submittedAt: null, rejectedReason: null } : {}) })
    .where(eq(postings.id, posting.id));
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'approvals' });
}
