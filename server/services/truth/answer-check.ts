import { eq } from 'drizzle-orm';
import type { TruthCall } from '../../contract/truth.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { callBacks } from '../../db/schema/postings.ts';
import { truthChecks } from '../../db/schema/truth.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isPublic } from '../../domain/posting/status.ts';
import { type Answers, afterUnanswered, consequence, judge, retryAfterMinutes } from '../../domain/truth/judge.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { closeHeld } from '../postings/close-posting.ts';
import { confirmHeld } from '../postings/confirm-posting.ts';
import { holdPosting, personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';

type Check = typeof truthChecks.$inferSelect;

/**
 * One call of the week's sample. What was wrong has its consequence in the same transaction: a number that is nobody's and a place that is gone take
 * the posting down, another pay asks for a correction, three times yes is 核实于 now.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, TRUTH_DONE, TRUTH_TOO_SOON, BAD_INPUT
 */
export async function answerCheck(ctx: Context, actor: Actor, checkId: string, call: TruthCall): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const check = await holdCheck(tx, actor, checkId);
    if (call.kind === 'unanswered') await noteUnanswered(tx, ctx, actor, check, call.note);
    else await noteAnswers(tx, ctx, actor, check, call);
    await announce(tx, ctx, { type: 'desk.changed', regionCode: check.regionCode, what: 'truth' });
  });
}

async function holdCheck(tx: Tx, actor: Actor, checkId: string): Promise<Check> {
  const [found] = await tx
    .select({ check: truthChecks, path: regions.path })
    .from(truthChecks)
    .innerJoin(regions, eq(regions.code, truthChecks.regionCode))
    .where(eq(truthChecks.id, checkId))
    .for('update', { of: truthChecks });
  if (found === undefined) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  if (found.check.outcome !== 'open') throw new Refusal('TRUTH_DONE');
  return found.check;
}

async function noteUnanswered(tx: Tx, ctx: Context, actor: Actor, check: Check, note: string | undefined): Promise<void> {
  const now = ctx.clock.now();
  const sinceMs = check.triedAt === null ? Number.POSITIVE_INFINITY : now.epochMilliseconds - check.triedAt.epochMilliseconds;
  // Three calls in a minute are one call.
  if (sinceMs < retryAfterMinutes * 60_000)
    throw new Refusal('TRUTH_TOO_SOON', { minutes: Math.ceil(retryAfterMinutes - sinceMs / 60_000) });
  const next = afterUnanswered(check.attempts);
  await tx
    .update(truthChecks)
    .set({
      ...next,
      triedAt: now,
      checkedBy: personOf(actor),
      note: note?.trim() || check.note,
      checkedAt: next.outcome === 'open' ? null : now,
    })
    .where(eq(truthChecks.id, check.id));
  await record(tx, ctx, actor, { area: 'truth', action: 'truth.unanswered', subject: check.id, after: next });
}

async function noteAnswers(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  check: Check,
  { numberWorks, stillOpen, payAsShown, note }: Extract<TruthCall, { kind: 'answered' }>,
): Promise<void> {
  const answers: Answers = { numberWorks, stillOpen, payAsShown };
  const outcome = judge(answers);
  if (outcome === undefined) throw new Refusal('BAD_INPUT', { field: 'payAsShown', why: 'ask to the end, or note that nobody answered' });
  const now = ctx.clock.now();
  await tx
    .update(truthChecks)
    .set({
      ...answers,
      outcome,
      attempts: check.attempts + 1,
      triedAt: now,
      checkedAt: now,
      checkedBy: personOf(actor),
      note: note?.trim() || check.note,
    })
    .where(eq(truthChecks.id, check.id));
  await record(tx, ctx, actor, { area: 'truth', action: 'truth.checked', subject: check.id, after: { ...answers, outcome } });
  await actOn(tx, ctx, actor, check.postingId, answers);
}

/** What the call means for the posting, where it still stands on walls. */
async function actOn(tx: Tx, ctx: Context, actor: Actor, postingId: string, answers: Answers): Promise<void> {
  const held = await holdPosting(tx, postingId);
  const { posting } = held;
  if (!isPublic(posting.status)) return;
  switch (consequence(answers)) {
    case 'confirm':
      if (posting.status === 'approved') await confirmHeld(tx, ctx, actor, held);
      return;
    case 'close': {
      const words = answers.numberWorks === 'no' ? 'wall truth: the number is wrong' : 'wall truth: no longer open';
      await closeHeld(tx, ctx, actor, held, { reason: 'withdrawn', words });
      return;
    }
    case 'correct': {
      const now = ctx.clock.now();
      await tx.insert(callBacks).values({
        id: ctx.random.id(),
        // A correction of the posting takes it off the list by itself.
        kind: 'missing-fact',
        regionCode: posting.regionCode,
        postingId,
        facts: ['pay-differs'],
        dueAt: now,
        createdAt: now,
      });
      await announce(tx, ctx, { type: 'desk.changed', regionCode: posting.regionCode, what: 'callbacks' });
    }
  }
}
