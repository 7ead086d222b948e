import { and, eq, inArray, isNotNull, notLike } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { employers, postings } from '../../db/schema/postings.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { isUnchangedRepeat } from '../../domain/approval/two-people.ts';
import type { PostingStatus } from '../../domain/posting/status.ts';
import { liesWithin } from '../../domain/publication/reach.ts';
import { announce } from '../announce.ts';
import { missingFacts } from '../callbacks/missing-fact.ts';
import type { Context } from '../context.ts';
import { glassLintOf } from '../publications/glass-lint.ts';
import { defaultReach, storedReach } from '../publications/reach-of.ts';
import { entryFor, record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import type { EnteredPosting } from './insert-posting.ts';
import { lintPosting, requireNoBlock } from './lint-posting.ts';
import { makePublic } from './make-public.ts';
import { type HeldPosting, holdAs, nextStatus, requireVersion } from './posting-row.ts';
import { readVersion } from './versions.ts';

/**
 * Hands a posting, or a correction of a public one, to a second person. An unchanged repeat of what two people approved within seven
 * days goes straight on.
 * @throws Refusal POSTING_BLOCKED, EMPLOYER_MISSING, POSTING_STATE, VERSION_CONFLICT
 */
export async function submitPosting(
  ctx: Context,
  actor: Actor,
  input: { postingId: string; version: number },
): Promise<{ status: PostingStatus }> {
  return await ctx.db.transaction(async (tx) => {
    const held = await holdAs(tx, actor, 'clerk', input.postingId);
    requireVersion(held.posting, input.version);
    return await submitHeld(tx, ctx, actor, held);
  });
}

export async function submitHeld(tx: Tx, ctx: Context, actor: Actor, { posting, path }: HeldPosting): Promise<{ status: PostingStatus }> {
  const { facts } = await readVersion(ctx, tx, posting.id, posting.version);
  if (missingFacts(facts).includes('employer')) throw new Refusal('EMPLOYER_MISSING');
  const status = nextStatus('submit', posting.status);
  requireNoBlock([...(await lintPosting(tx, ctx, path, facts)), ...(await glassLintOf(tx, ctx, { posting, path, facts }))]);
  const now = ctx.clock.now();
  const [submitted] = await tx
    .update(postings)
    .set({ status, submittedAt: now, rejectedReason: null, updatedAt: now })
    .where(eq(postings.id, posting.id))
    .returning();
  if (!submitted) throw new Refusal('POSTING_NOT_FOUND');
  await record(tx, ctx, actor, { area: 'postings', action: 'posting.submitted', subject: posting.id, after: { version: posting.version } });
  if (await isRepeat(tx, ctx, { posting: submitted, path })) {
    await makePublic(tx, ctx, repeater(actor), { posting: submitted, path });
    return { status: 'approved' };
  }
  await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'approvals' });
  return { status };
}

/**
 * Hands on postings that were entered in this very transaction, whose findings are known: none is blocked, none lacks a fact.
 * @returns those that an unchanged repeat has put before the public
 */
export async function submitEntered(tx: Tx, ctx: Context, actor: Actor, entered: readonly EnteredPosting[]): Promise<Set<string>> {
  const [first] = entered;
  if (!first) return new Set();
  const now = ctx.clock.now();
  const submitted = await tx
    .update(postings)
    .set({ status: nextStatus('submit', 'draft'), submittedAt: now, rejectedReason: null, updatedAt: now })
    .where(
      inArray(
        postings.id,
        entered.map(({ posting }) => posting.id),
      ),
    )
    .returning();
  await announce(
    tx,
    ctx,
    ...submitted.map(({ id, version }) =>
      entryFor(ctx, actor, { area: 'postings', action: 'posting.submitted', subject: id, after: { version } }),
    ),
    { type: 'desk.changed', regionCode: first.posting.regionCode, what: 'approvals' },
  );
  const repeats = await repeatsAmong(
    tx,
    ctx,
    submitted.map((posting) => ({ posting, path: first.path })),
  );
  const published = new Set<string>();
  for (const held of repeats) if (await repeat(tx, ctx, actor, held)) published.add(held.posting.id);
  return published;
}

/** One that has lapsed meanwhile waits for a person with the others. It is refused before anything of it is written. */
async function repeat(tx: Tx, ctx: Context, actor: Actor, held: HeldPosting): Promise<boolean> {
  try {
    await makePublic(tx, ctx, repeater(actor), held);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'POSTING_EXPIRED') return false;
    throw error;
  }
}

const repeater = (actor: Actor): Actor => ({ kind: 'system', name: `unchanged-repeat by ${nameOf(actor)}` });

async function isRepeat(tx: Tx, ctx: Context, held: HeldPosting): Promise<boolean> {
  return (await repeatsAmong(tx, ctx, [held])).length > 0;
}

/** Only of another posting in the same region, whose employer is checked: a new employer is looked at by two people. */
async function repeatsAmong(tx: Tx, ctx: Context, submitted: readonly HeldPosting[]): Promise<HeldPosting[]> {
  const candidates = submitted.filter(({ posting }) => posting.proposedReach === null);
  const [first] = candidates;
  if (!first) return [];
  const own = new Set(candidates.map(({ posting }) => posting.id));
  const found = await tx
    .select({
      id: postings.id,
      fingerprint: postings.fingerprint,
      regionCode: postings.regionCode,
      approvedAt: postings.approvedAt,
      closedReason: postings.closedReason,
    })
    .from(postings)
    .innerJoin(employers, and(eq(employers.id, postings.employerId), isNotNull(employers.checkedAt)))
    .where(
      and(
        inArray(
          postings.fingerprint,
          candidates.map(({ posting }) => posting.fingerprint),
        ),
        // Seven days from the last time two people looked: repeats can't carry each other on for ever.
        notLike(postings.approvedBy, 'system:%'),
        eq(postings.version, postings.approvedVersion),
        inArray(postings.status, ['approved', 'filled', 'closed']),
      ),
    );
  const earlier = found.filter(({ id }) => !own.has(id));
  if (earlier.length === 0) return [];
  const reach = await storedReach(tx, [...own, ...earlier.map((one) => one.id)]);
  return candidates.filter(({ posting, path }) => {
    const here = reach.get(posting.id) ?? [defaultReach(path, posting.regionCode)];
    return isUnchangedRepeat(
      posting.fingerprint,
      earlier.flatMap(({ id, fingerprint, regionCode, approvedAt, closedReason }) => {
        if (approvedAt === null || regionCode !== posting.regionCode) return [];
        const takenDown = closedReason === 'withdrawn' || closedReason === 'fee-report';
        return [{ fingerprint, approvedAt, takenDown, shownThere: liesWithin(reach.get(id) ?? [], here) }];
      }),
      ctx.clock.now(),
    );
  });
}
