import { and, eq, inArray, isNotNull, lt, ne, or } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { captions } from '../../db/schema/captions.ts';
import { restreamTargets, whipTokens } from '../../db/schema/feeds.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';

const batch = 200;

/**
 * Other platforms' stream keys and encoders' tokens of shows that are over: an ended episode is never on again. One that was never held, or was called off,
 * is given longer, because it may be moved.
 * @returns of how many episodes
 */
export async function forgetStreamKeys(
  { db, clock }: Context,
  before: { ended: Temporal.Instant; notHeld: Temporal.Instant },
): Promise<number> {
  const isOver = or(
    and(eq(episodes.state, 'ended'), lt(episodes.endedAt, before.ended)),
    and(inArray(episodes.state, ['planned', 'cancelled']), lt(episodes.plannedAt, before.notHeld)),
  );
  let forgotten = 0;
  for (;;) {
    const due = await db
      .selectDistinct({ id: episodes.id })
      .from(episodes)
      .leftJoin(restreamTargets, eq(restreamTargets.episodeId, episodes.id))
      .leftJoin(whipTokens, eq(whipTokens.episodeId, episodes.id))
      .where(and(isOver, or(isNotNull(restreamTargets.id), isNotNull(whipTokens.episodeId))))
      .limit(batch);
    for (const { id } of due) {
      await db.transaction(async (tx) => {
        await tx.delete(restreamTargets).where(eq(restreamTargets.episodeId, id));
        await tx.delete(whipTokens).where(eq(whipTokens.episodeId, id));
        const actor = { kind: 'system', name: 'retention' } as const;
        await record(tx, { clock }, actor, { area: 'live', action: 'episode.keys-deleted', subject: id });
      });
    }
    forgotten += due.length;
    if (due.length < batch) return forgotten;
  }
}

/** What was said and noted in shows that ended before then, and who their guests were. That they were held, and with which jobs, stays. */
export async function forgetWords({ db }: Context, before: Temporal.Instant): Promise<void> {
  await db.delete(captions).where(lt(captions.at, before));
  const old = db
    .select({ id: episodes.id })
    .from(episodes)
    .where(and(ne(episodes.state, 'live'), lt(episodes.endedAt, before)));
  await db
    .update(rundownItems)
    .set({ guests: null, notes: null })
    .where(and(inArray(rundownItems.episodeId, old), or(isNotNull(rundownItems.guests), isNotNull(rundownItems.notes))));
}
