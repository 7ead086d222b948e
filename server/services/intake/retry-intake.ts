import { eq } from 'drizzle-orm';
import { intakes } from '../../db/schema/postings.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { holdIntake } from './intake-row.ts';

/** Reads a file again that could not be read, behind the last row that was stored. @throws Refusal NOT_FOUND, NOT_ALLOWED, INTAKE_STATE */
export async function retryIntake(ctx: Context, actor: Actor, intakeId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { intake } = await holdIntake(tx, actor, intakeId);
    if (intake.state !== 'failed') throw new Refusal('INTAKE_STATE', { state: intake.state });
    await tx.update(intakes).set({ state: 'received', problem: null, updatedAt: ctx.clock.now() }).where(eq(intakes.id, intakeId));
    await record(tx, ctx, actor, { area: 'intake', action: 'intake.retried', subject: intakeId, before: { problem: intake.problem } });
    await announce(tx, ctx, { type: 'intake.received', intakeId });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: intake.regionCode, what: 'intake' });
  });
}
