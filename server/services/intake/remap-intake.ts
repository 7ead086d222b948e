import { and, eq, isNull } from 'drizzle-orm';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { ColumnMapping } from '../../domain/intake/table/columns.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake, notesOf } from './intake-row.ts';

/**
 * The clerk says what the columns mean, and the file is read again. Rows that were saved or mended under the old meaning would contradict it:
 * with one saved, the columns stay.
 * @throws Refusal INTAKE_STATE
 */
export async function remapIntake(ctx: Context, actor: Actor, intakeId: string, mappings: Record<string, ColumnMapping>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { intake } = await holdIntake(tx, actor, intakeId);
    if (intake.state !== 'preview' || intake.kind !== 'table') throw new Refusal('INTAKE_STATE', { state: intake.state });
    const all = await tx.select({ id: intakeRows.id }).from(intakeRows).where(eq(intakeRows.intakeId, intakeId));
    const gone = await tx
      .delete(intakeRows)
      .where(and(eq(intakeRows.intakeId, intakeId), isNull(intakeRows.postingId)))
      .returning({ id: intakeRows.id });
    if (gone.length < all.length) throw new Refusal('INTAKE_STATE', { state: 'saved' });
    await tx
      .update(intakes)
      .set({
        state: 'received',
        rowsDone: 0,
        rowsTotal: null,
        problem: null,
        mapping: { mappings: { ...notesOf(intake).mappings, ...mappings }, notices: [] },
        updatedAt: ctx.clock.now(),
      })
      .where(eq(intakes.id, intakeId));
    await record(tx, ctx, actor, {
      area: 'intake',
      action: 'intake.remapped',
      subject: intakeId,
      after: { sheets: Object.keys(mappings) },
    });
    await announce(tx, ctx, { type: 'intake.received', intakeId });
  });
}
