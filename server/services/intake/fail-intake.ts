import { and, eq, inArray, lt, or } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Problem } from '../../contract/problems.ts';
import type { Tx } from '../../db/database.ts';
import { intakes } from '../../db/schema/postings.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { notesOf } from './intake-row.ts';

/** A reader stores its rows every few seconds; one that has stored none for so long is dead, and its queue has tried again in vain. */
const readerDeadAfter = Temporal.Duration.from({ minutes: 5 });
/** A file may wait behind others; beyond this its job is lost. */
const jobLostAfter = Temporal.Duration.from({ minutes: 15 });

const underWay = ['received', 'reading'] as const;

/** Says why a file is not read. What was stored stays; whoever still reads it finds that it is not theirs any more. */
export async function failIntake(ctx: Context, intakeId: string, problem: Problem): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [intake] = await tx
      .select()
      .from(intakes)
      .where(and(eq(intakes.id, intakeId), inArray(intakes.state, [...underWay])))
      .for('update');
    if (intake) await fail(tx, ctx, intake, problem);
  });
}

/** The queue has given up on it, for a reason that is nobody's wording: a fault of ours, a full disk, a worker that dies of it. */
export async function stopIntake(ctx: Context, intakeId: string): Promise<void> {
  await failIntake(ctx, intakeId, { code: 'INTAKE_STOPPED' });
}

/** Files that nobody reads any more, however that came: they are shown as stopped and can be read again. @returns how many */
export async function stopForgotten(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return await ctx.db.transaction(async (tx) => {
    const dead = await tx
      .select()
      .from(intakes)
      .where(
        or(
          and(eq(intakes.state, 'reading'), lt(intakes.updatedAt, now.subtract(readerDeadAfter))),
          and(eq(intakes.state, 'received'), lt(intakes.updatedAt, now.subtract(jobLostAfter))),
        ),
      )
      .for('update', { skipLocked: true });
    for (const intake of dead) await fail(tx, ctx, intake, { code: 'INTAKE_STOPPED' });
    return dead.length;
  });
}

async function fail(tx: Tx, ctx: Context, intake: typeof intakes.$inferSelect, problem: Problem): Promise<void> {
  const { mappings, notices } = notesOf(intake);
  await tx
    .update(intakes)
    .set({ state: 'failed', problem, mapping: { mappings, notices }, updatedAt: ctx.clock.now() })
    .where(eq(intakes.id, intake.id));
  await announce(tx, ctx, { type: 'desk.changed', regionCode: intake.regionCode, what: 'intake' });
}
