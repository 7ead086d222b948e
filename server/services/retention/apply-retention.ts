import { and, inArray, isNotNull, lt, or } from 'drizzle-orm';
import { session, verification } from '../../db/schema/auth.ts';
import { oneTimeCodes, seekerSessions } from '../../db/schema/grabs.ts';
import { callBacks, intakeRows, intakes } from '../../db/schema/postings.ts';
import { pairings } from '../../db/schema/screens.ts';
import { keepDays } from '../../domain/retention/rules.ts';
import type { Context } from '../context.ts';
import { forgetSeekers } from './forget-seekers.ts';

/** Deletes what the rules no longer allow to be kept. Safe to run at any time and twice. */
export async function applyRetention(ctx: Context): Promise<{ seekersForgotten: number }> {
  const { db, clock } = ctx;
  const before = (days: number) => clock.now().subtract({ hours: days * 24 });
  const spent = before(keepDays.spent);
  // better-auth's tables keep Date.
  const spentDate = new Date(spent.epochMilliseconds);

  await db.delete(oneTimeCodes).where(lt(oneTimeCodes.expiresAt, spent));
  await db.delete(seekerSessions).where(or(lt(seekerSessions.expiresAt, spent), lt(seekerSessions.endedAt, spent)));
  await db.delete(pairings).where(lt(pairings.expiresAt, spent));
  await db.delete(session).where(lt(session.expiresAt, spentDate));
  await db.delete(verification).where(lt(verification.expiresAt, spentDate));
  await db
    .update(callBacks)
    .set({ phoneSealed: null })
    .where(and(isNotNull(callBacks.phoneSealed), lt(callBacks.doneAt, before(keepDays.callBackPhone))));
  const old = db
    .select({ id: intakes.id })
    .from(intakes)
    .where(lt(intakes.receivedAt, before(keepDays.intakeRow)));
  await db.delete(intakeRows).where(inArray(intakeRows.intakeId, old));
  return { seekersForgotten: await forgetSeekers(ctx, before(keepDays.seekerPhone)) };
}
