import { timingSafeEqual } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { grabs, oneTimeCodes, seekers } from '../../db/schema/grabs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { activeStates } from '../../domain/grab/state.ts';
import { type CodeVerdict, judgeCode } from '../../domain/seeker/one-time-code.ts';
import type { Context } from '../context.ts';
import { grabPlace } from '../grabs/grab-place.ts';
import { Refusal } from '../refusal.ts';
import { contactHash, provenSeeker } from './identity.ts';
import { consume } from './limits.ts';
import { codeHash, newestCode } from './request-code.ts';
import { type SeekerSession, startSession } from './session.ts';

export interface CodeCheck {
  phone: string;
  code: string;
  clientAddress: string;
}

/**
 * A right code proves the phone and starts a session. Whatever this browser had held for the same phone becomes the person's own.
 * @throws Refusal CODE_WRONG, CODE_EXPIRED, CODE_SPENT, CODE_LOCKED, TOO_MANY_REQUESTS
 */
export async function checkCode(ctx: Context, actor: Actor, { phone, code, clientAddress }: CodeCheck): Promise<SeekerSession> {
  await consume(ctx, { 'check-address': clientAddress });
  const hash = contactHash(ctx, phone);
  // A refused try must be stored, so the refusal leaves the transaction as a value.
  const outcome = await ctx.db.transaction(async (tx): Promise<SeekerSession | Refused> => {
    const stored = await newestCode(tx, hash, { hold: true });
    const matches = stored !== undefined && sameHash(stored.codeHash, codeHash(ctx, stored.id, code));
    const verdict = judgeCode(stored, matches, ctx.clock.now());
    if (stored && verdict.kind !== 'right') {
      const counts = verdict.kind === 'wrong' || verdict.kind === 'locked';
      if (counts)
        await tx
          .update(oneTimeCodes)
          .set({ attempts: sql`${oneTimeCodes.attempts} + 1` })
          .where(eq(oneTimeCodes.id, stored.id));
    }
    if (!stored || verdict.kind !== 'right') return verdict as Refused;
    await tx.update(oneTimeCodes).set({ usedAt: ctx.clock.now() }).where(eq(oneTimeCodes.id, stored.id));
    const seeker = await provenSeeker(tx, ctx, { phone });
    return startSession(tx, ctx, seeker.id);
  });
  if ('kind' in outcome) throw refusalOf(outcome);
  if (actor.kind === 'seeker' && actor.seekerId !== outcome.seekerId)
    await adoptHeld(ctx, actor.seekerId, { seekerId: outcome.seekerId, hash });
  return outcome;
}

type Refused = Exclude<CodeVerdict, { kind: 'right' }>;

function refusalOf(verdict: Refused): Refusal {
  switch (verdict.kind) {
    case 'wrong':
      return new Refusal('CODE_WRONG', { left: verdict.left });
    case 'expired':
      return new Refusal('CODE_EXPIRED');
    case 'spent':
      return new Refusal('CODE_SPENT');
    case 'locked':
      return new Refusal('CODE_LOCKED', { minutes: verdict.minutes });
  }
}

/** What the browser's unproven person had for this very phone is asked for again in the proved one's name, which takes it over. */
async function adoptHeld(ctx: Context, from: string, to: { seekerId: string; hash: string }): Promise<void> {
  const held = await ctx.db
    .select({ postingId: grabs.postingId })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(and(eq(grabs.seekerId, from), eq(seekers.contactHash, to.hash), inArray(grabs.state, [...activeStates])));
  for (const { postingId } of held) {
    try {
      await grabPlace(ctx, { postingId, seekerId: to.seekerId });
    } catch (error) {
      // Closed meanwhile: the hold lapses by itself, and signing in is not refused for it.
      if (!(error instanceof Refusal)) throw error;
      ctx.log.info({ postingId, code: error.problem.code }, 'a held grab was not taken over');
    }
  }
}

const sameHash = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
