import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import { grabs } from '../../db/schema/grabs.ts';
import { postings } from '../../db/schema/postings.ts';
import { holdLapsed } from '../../domain/grab/hold.ts';
import type { Context } from '../context.ts';
import { holdPosting } from '../postings/posting-row.ts';
import { Refusal } from '../refusal.ts';
import { changeGrab } from './change-grab.ts';
import { settlePlaces } from './settle-places.ts';

const system = { kind: 'system', name: 'sweeps' } as const;
const batch = 500;

/** Holds that nobody confirmed within their 15 minutes give their places back. Safe to run twice or in two processes. */
export async function lapseHolds(ctx: Context): Promise<{ lapsed: number }> {
  const due = await ctx.db
    .select({ id: grabs.id })
    .from(grabs)
    .where(and(eq(grabs.state, 'held'), lte(grabs.holdUntil, ctx.clock.now())))
    .orderBy(asc(grabs.holdUntil))
    .limit(batch);
  let lapsed = 0;
  for (const grab of due) if (await lapse(ctx, grab.id)) lapsed++;
  return { lapsed };
}

async function lapse(ctx: Context, grabId: string): Promise<boolean> {
  try {
    const changed = await changeGrab(ctx, system, {
      grabId,
      act: 'lapse',
      guard: (grab) => {
        // Confirmed (or lapsed and held again) since it was listed.
        const due = grab.state === 'held' && grab.holdUntil !== null && holdLapsed(grab.holdUntil, ctx.clock.now());
        if (!due) throw new Refusal('GRAB_STATE', { state: grab.state });
      },
    });
    return changed.state === 'lapsed';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Places that were added by a correction or an employer go to those who wait. */
export async function promoteWaiting(ctx: Context): Promise<{ postings: number }> {
  const open = await ctx.db
    .selectDistinct({ id: postings.id })
    .from(postings)
    .innerJoin(grabs, and(eq(grabs.postingId, postings.id), eq(grabs.state, 'waiting')))
    .where(and(inArray(postings.status, ['approved', 'filled']), gt(postings.placesLeft, 0)))
    .limit(batch);
  for (const { id } of open)
    await ctx.db.transaction(async (tx) => {
      const { posting } = await holdPosting(tx, id);
      await settlePlaces(tx, ctx, posting, 0);
    });
  return { postings: open.length };
}
