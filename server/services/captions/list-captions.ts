import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { captions } from '../../db/schema/captions.ts';
import type { Context } from '../context.ts';

/** More than three hours of one line every four seconds. */
const MOST = 3_000;

/** An episode's captions on its own clock, in order: what a replay shows. */
export async function listCaptions(ctx: Context, episodeId: string) {
  const rows = await ctx.db
    .select({ id: captions.id, mediaTimeMs: captions.mediaTimeMs, durationMs: captions.durationMs, text: captions.text })
    .from(captions)
    .where(and(eq(captions.episodeId, episodeId), isNotNull(captions.mediaTimeMs)))
    .orderBy(asc(captions.mediaTimeMs), asc(captions.id))
    .limit(MOST);
  return rows.flatMap(({ mediaTimeMs, ...caption }) => (mediaTimeMs === null ? [] : { ...caption, mediaTimeMs }));
}

/** Whether anything was written in it. */
export async function hasCaptions(ctx: Context, episodeId: string): Promise<boolean> {
  const placed = and(eq(captions.episodeId, episodeId), isNotNull(captions.mediaTimeMs));
  const [one] = await ctx.db.select({ id: captions.id }).from(captions).where(placed).limit(1);
  return one !== undefined;
}
