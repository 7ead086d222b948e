import { and, eq, inArray } from 'drizzle-orm';
import { recordingCuts } from '../../db/schema/recordings.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { findEpisode } from '../live/episode-view.ts';
import { Refusal } from '../refusal.ts';
import { spanOf } from './cuts.ts';
import type { RecordingsPort } from './recordings-port.ts';

/** A recording has got a stretch that it lacked: what was cut over it is cut anew, and what lies behind it keeps its place. */
export async function remakeCuts(
  ctx: Context,
  port: RecordingsPort,
  { episodeId, fromMs, toMs }: { episodeId: string; fromMs: number; toMs: number },
): Promise<void> {
  const outline = await port.outline(episodeId);
  if (!outline) return;
  const cuts = await ctx.db
    .select()
    .from(recordingCuts)
    .where(and(eq(recordingCuts.episodeId, episodeId), inArray(recordingCuts.state, ['waiting', 'ready', 'failed'])));
  if (cuts.length === 0) return;
  const episode = await findEpisode(ctx.db, { id: episodeId });
  const filled = { fromMs: outline.positionOf(fromMs), toMs: outline.positionOf(toMs) };
  for (const cut of cuts) {
    const span = await spanNow();
    if (!span) continue;
    const isTouched = span.fromMs < filled.toMs && span.toMs > filled.fromMs;
    await ctx.db.transaction(async (tx) => {
      const news = { fromMs: span.fromMs, toMs: span.toMs, ...(isTouched && { state: 'waiting' as const, percent: 0 }) };
      await tx.update(recordingCuts).set(news).where(eq(recordingCuts.id, cut.id));
      if (isTouched) await announce(tx, ctx, { type: 'recording.cut-asked', cutId: cut.id });
    });

    async function spanNow() {
      if (!outline) return undefined;
      try {
        return await spanOf(ctx, episode, outline, cut.kind === 'whole' ? { kind: 'whole' } : { kind: 'clip', seq: cut.seq });
      } catch (error) {
        // Its chapter is no longer one: the clip stays as it was.
        if (error instanceof Refusal) return undefined;
        throw error;
      }
    }
  }
}
