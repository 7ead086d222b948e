import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { callBacks } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';
import type { PostingRow } from '../postings/posting-row.ts';

/** 待回访: a clerk rings each of these before their hold lapses. */
export async function askForCalls(tx: Tx, ctx: Context, posting: PostingRow, grabIds: readonly string[]): Promise<void> {
  if (grabIds.length === 0) return;
  const held = await tx
    .select({ id: grabs.id, phoneSealed: seekers.phoneSealed, holdUntil: grabs.holdUntil })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(inArray(grabs.id, [...grabIds]));
  await tx.insert(callBacks).values(
    held.map((grab) => ({
      id: ctx.random.id(),
      kind: 'grab' as const,
      regionCode: posting.regionCode,
      postingId: posting.id,
      grabId: grab.id,
      facts: ['confirm-grab'],
      phoneSealed: grab.phoneSealed,
      dueAt: grab.holdUntil,
      createdAt: ctx.clock.now(),
    })),
  );
  // The caller announces desk.changed with what it did.
}

/** Nobody needs to ring any more. */
export async function closeCalls(tx: Tx, ctx: Context, grabId: string, done: { by: string; outcome: string }): Promise<void> {
  await tx
    .update(callBacks)
    .set({ doneAt: ctx.clock.now(), doneBy: done.by, outcome: done.outcome })
    .where(and(eq(callBacks.grabId, grabId), eq(callBacks.kind, 'grab'), isNull(callBacks.doneAt)));
}
