import { eq, sql } from 'drizzle-orm';
import { oneTimeCodes } from '../../db/schema/grabs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { type CodeVerdict, judgeCode } from '../../domain/seeker/one-time-code.ts';
import type { Context } from '../context.ts';
import { adoptHolds } from '../grabs/adopt-holds.ts';
import { Refusal } from '../refusal.ts';
import { sameText } from '../same-text.ts';
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
 * A right code proves the phone and starts a session, and whatever this browser had held for the same phone becomes the person's own: all of it or
 * nothing, so that the code can be typed again after a failure.
 * @throws Refusal CODE_WRONG, CODE_EXPIRED, CODE_SPENT, CODE_LOCKED, TOO_MANY_REQUESTS
 */
export async function checkCode(ctx: Context, actor: Actor, { phone, code, clientAddress }: CodeCheck): Promise<SeekerSession> {
  await consume(ctx, { 'check-address': clientAddress });
  const hash = contactHash(ctx, phone);
  // A refused try must be stored, so the refusal leaves the transaction as a value.
  const outcome = await ctx.db.transaction(async (tx): Promise<SeekerSession | Refused> => {
    const stored = await newestCode(tx, hash, { hold: true });
    const matches = stored !== undefined && sameText(stored.codeHash, codeHash(ctx, stored.id, code));
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
    if (actor.kind === 'seeker' && actor.seekerId !== seeker.id)
      await adoptHolds(tx, ctx, { from: actor.seekerId, to: seeker.id, contactHash: hash });
    return startSession(tx, ctx, seeker.id);
  });
  if ('kind' in outcome) throw refusalOf(outcome);
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
