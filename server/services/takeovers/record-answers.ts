import { inArray } from 'drizzle-orm';
import { takeoverAnswers } from '../../db/schema/proofs.ts';
import { takeovers } from '../../db/schema/screens.ts';
import type { Context } from '../context.ts';

/** The glass says that it shows a takeover. The first time counts: a page that was loaded anew shows it again. */
export async function recordAnswers(ctx: Context, screenId: string, stood: readonly { id: string; agoMs: number }[]): Promise<void> {
  const now = ctx.clock.now();
  const known = await ctx.db
    .select({ id: takeovers.id, startsAt: takeovers.startsAt })
    .from(takeovers)
    .where(inArray(takeovers.id, [...new Set(stood.map(({ id }) => id))]));
  const starts = new Map(known.map(({ id, startsAt }) => [id, startsAt]));
  const rows = stood.flatMap(({ id, agoMs }) => {
    const startsAt = starts.get(id);
    if (startsAt === undefined) return [];
    const shownAt = now.subtract({ milliseconds: agoMs });
    // Not before it was raised, whatever a device says.
    return [
      { takeoverId: id, screenId, shownAt: shownAt.epochMilliseconds < startsAt.epochMilliseconds ? startsAt : shownAt, receivedAt: now },
    ];
  });
  if (rows.length > 0) await ctx.db.insert(takeoverAnswers).values(rows).onConflictDoNothing();
}
