import { and, eq } from 'drizzle-orm';
import { intakeRows } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { PostingStatus } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { writeCorrection } from '../postings/insert-posting.ts';
import { holdAs, nextStatus } from '../postings/posting-row.ts';
import { submitHeld } from '../postings/submit-posting.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake, openOutcome } from './intake-row.ts';
import { markSaved, wordsOf } from './save-rows.ts';
import { markRowSaved } from './sources-of.ts';

/**
 * A row that is nearly a standing posting is that posting's correction: its words become a version, and go to a second person like any
 * other correction. Words that the rules forbid are kept, and not handed on.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, INTAKE_STATE, POSTING_STATE
 */
export async function correctFromRow(
  ctx: Context,
  actor: Actor,
  { intakeId, rowId }: { intakeId: string; rowId: string },
): Promise<{ postingId: string; status: PostingStatus }> {
  return await ctx.db.transaction(async (tx) => {
    const { intake } = await holdIntake(tx, actor, intakeId);
    const [row] = await tx
      .select()
      .from(intakeRows)
      .where(and(eq(intakeRows.id, rowId), eq(intakeRows.intakeId, intakeId)));
    if (!row) throw new Refusal('NOT_FOUND');
    const outcome = openOutcome(ctx, row);
    if (row.postingId !== null) throw new Refusal('INTAKE_STATE', { state: 'saved' });
    if (outcome.outcome !== 'posting' || !outcome.near) throw new Refusal('NOT_FOUND');
    const held = await holdAs(tx, actor, 'clerk', outcome.near.postingId);
    nextStatus('edit', held.posting.status);
    const corrected = await writeCorrection(tx, ctx, actor, held, { facts: outcome.facts, original: wordsOf(outcome), intakeRowId: rowId });
    const { status } = outcome.state === 'ready' ? await submitHeld(tx, ctx, actor, corrected) : corrected.posting;
    await markRowSaved(tx, rowId, held.posting.id);
    await record(tx, ctx, actor, { area: 'intake', action: 'intake.row-corrects', subject: rowId, after: { postingId: held.posting.id } });
    await markSaved(tx, ctx, intake);
    return { postingId: held.posting.id, status };
  });
}
