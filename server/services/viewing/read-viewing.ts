import { eq } from 'drizzle-orm';
import { viewingCounts } from '../../db/schema/viewing.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { type PathQuality, qualityOf } from '../../domain/live/viewing.ts';
import type { Context } from '../context.ts';
import { requireHosting } from '../live/require-publishing.ts';

/** How an episode was seen, for its hosts. @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function readViewing(ctx: Context, actor: Actor, episodeId: string): Promise<PathQuality[]> {
  await requireHosting(ctx, actor, episodeId);
  return qualityOf(await ctx.db.select().from(viewingCounts).where(eq(viewingCounts.episodeId, episodeId)));
}
