import { and, count, desc, eq, isNull } from 'drizzle-orm';
import type { PastEpisode } from '../../contract/past-episode.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { recordings } from '../../db/schema/recordings.ts';
import type { Context } from '../context.ts';
import { defaultTimeZone, timeZoneOf } from '../regions/region-of.ts';

const longestList = 60;

/** 往期: shows that can be watched again, the newest first; of one series or of all. */
export async function listPastEpisodes(
  ctx: Context,
  { showId, most = longestList }: { showId?: string; most?: number } = {},
): Promise<PastEpisode[]> {
  const jobs = ctx.db
    .select({ episodeId: rundownItems.episodeId, jobs: count().as('jobs') })
    .from(rundownItems)
    .groupBy(rundownItems.episodeId)
    .as('jobs_of');
  const rows = await ctx.db
    .select({ episode: episodes, path: regions.path, durationMs: recordings.durationMs, jobs: jobs.jobs })
    .from(recordings)
    .innerJoin(episodes, eq(episodes.id, recordings.episodeId))
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .leftJoin(jobs, eq(jobs.episodeId, episodes.id))
    .where(and(eq(episodes.state, 'ended'), isNull(recordings.deletedAt), ...(showId === undefined ? [] : [eq(episodes.showId, showId)])))
    .orderBy(desc(episodes.startedAt))
    .limit(most);
  const zones = new Map<string, string>();
  for (const { path } of rows) if (!zones.has(path)) zones.set(path, await timeZoneOf(ctx.db, path));
  return rows.map(({ episode, path, durationMs, jobs: howMany }) => ({
    slug: episode.slug,
    title: episode.title,
    hostName: episode.hostName,
    organiser: episode.organiser,
    startedAt: (episode.startedAt ?? episode.plannedAt).toString(),
    timeZone: zones.get(path) ?? defaultTimeZone,
    durationMs,
    jobs: howMany ?? 0,
    demo: episode.demo,
  }));
}
