import { sql } from 'drizzle-orm';
import { viewingCounts } from '../../db/schema/viewing.ts';
import type { Count } from '../../domain/live/viewing.ts';
import type { Context } from '../context.ts';

/** Adds what a process has heard to what is known of the episode. */
export async function keepViewing(ctx: Pick<Context, 'db'>, episodeId: string, counts: readonly Count[]): Promise<void> {
  if (counts.length === 0) return;
  await ctx.db
    .insert(viewingCounts)
    .values(counts.map((count) => ({ episodeId, ...count })))
    .onConflictDoUpdate({
      target: [viewingCounts.episodeId, viewingCounts.path, viewingCounts.measure, viewingCounts.step],
      set: { count: sql`${viewingCounts.count} + excluded.count` },
    });
}
