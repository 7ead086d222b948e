import { eq } from 'drizzle-orm';
import { episodes } from '../../db/schema/live.ts';
import type { Context } from '../context.ts';

/** Nothing follows in this episode. One that nobody knows has no more to come either. */
export async function hasEnded(ctx: Pick<Context, 'db'>, episodeId: string): Promise<boolean> {
  const [episode] = await ctx.db.select({ state: episodes.state }).from(episodes).where(eq(episodes.id, episodeId));
  return episode === undefined || episode.state === 'ended';
}
