import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { missedStretches } from '../../db/schema/missed.ts';
import { recordingCuts, recordings } from '../../db/schema/recordings.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import type { RecordingsPort } from './recordings-port.ts';

const batch = 50;

/** Deletes recordings of shows that ended before then, and all that was cut from them; that there were some stays. @returns how many */
export async function forgetRecordings(ctx: Context, port: RecordingsPort, before: Temporal.Instant): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const due = await ctx.db
      .select({ episodeId: recordings.episodeId })
      .from(recordings)
      .where(and(isNull(recordings.deletedAt), lt(recordings.finishedAt, before)))
      .limit(batch);
    for (const { episodeId } of due) {
      // The files first: after a death in between they are looked for again, and their absence is fine.
      await port.forget(episodeId);
      await ctx.db.transaction(async (tx) => {
        await tx.update(recordings).set({ deletedAt: ctx.clock.now() }).where(eq(recordings.episodeId, episodeId));
        await tx.update(recordingCuts).set({ state: 'deleted' }).where(eq(recordingCuts.episodeId, episodeId));
        await tx.delete(missedStretches).where(eq(missedStretches.episodeId, episodeId));
        await record(tx, ctx, { kind: 'system', name: 'retention' }, { area: 'live', action: 'recording.deleted', subject: episodeId });
      });
    }
    forgotten += due.length;
    if (due.length < batch) return forgotten;
  }
}
