import { rm } from 'node:fs/promises';
import { and, asc, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { intakeRows, intakes } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';
import { pathOfEvidence } from '../intake/evidence-store.ts';

const batch = 200;

/** Deletes what came in before then: the rows, and the files with everybody's words, numbers and faces. That something came in stays. */
export async function forgetIntakes(ctx: Context, before: Temporal.Instant): Promise<void> {
  const { db } = ctx;
  const old = db.select({ id: intakes.id }).from(intakes).where(lt(intakes.receivedAt, before));
  await db.delete(intakeRows).where(inArray(intakeRows.intakeId, old));
  let after = '';
  for (;;) {
    const kept = await db
      .select({ id: intakes.id, evidencePath: intakes.evidencePath })
      .from(intakes)
      .where(and(lt(intakes.receivedAt, before), isNotNull(intakes.evidencePath), gt(intakes.id, after)))
      .orderBy(asc(intakes.id))
      .limit(batch);
    for (const { id, evidencePath } of kept) {
      // The file first: after a death in between it is looked for again, and its absence is fine.
      if (evidencePath !== null) await rm(pathOfEvidence(ctx, evidencePath), { force: true });
      await db.update(intakes).set({ evidencePath: null }).where(eq(intakes.id, id));
    }
    const last = kept.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
