import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { audienceSamples, audienceViews } from '../../db/schema/audience.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { bucketMs } from '../../domain/audience/watched.ts';
import type { Context } from '../context.ts';

export interface Look {
  episodeId: string;
  viewers: number;
  /** Keys that pages made for themselves, of pages that have opened since the last look. */
  opened: readonly string[];
}

/** Puts down who watches a running show, and who has come. Two servers that carry the same show write one line together. */
export async function sampleAudience(ctx: Context, { episodeId, viewers, opened }: Look): Promise<void> {
  const now = ctx.clock.now();
  const [show] = await ctx.db
    .select({ state: episodes.state, postingId: rundownItems.postingId })
    .from(episodes)
    .leftJoin(rundownItems, eq(rundownItems.id, episodes.currentItemId))
    .where(eq(episodes.id, episodeId));
  if (show?.state !== 'live' && show?.state !== 'away') return;
  await ctx.db
    .insert(audienceSamples)
    .values({ episodeId, at: Temporal.Instant.fromEpochMilliseconds(bucketMs(now.epochMilliseconds)), viewers, postingId: show.postingId })
    .onConflictDoUpdate({
      target: [audienceSamples.episodeId, audienceSamples.at],
      set: { viewers: sql`greatest(${audienceSamples.viewers}, excluded.viewers)` },
    });
  if (opened.length === 0) return;
  const hashOf = (key: string) => ctx.vault.fingerprint(`page:${episodeId}:${key}`);
  await ctx.db
    .insert(audienceViews)
    .values([...new Set(opened)].map((key) => ({ episodeId, pageHash: hashOf(key), firstAt: now })))
    .onConflictDoNothing();
}
