import { and, asc, eq, inArray } from 'drizzle-orm';
import type { ChapterOnWire, ReplayOnWire } from '../../contract/recordings.ts';
import { rundownChanges, rundownItems } from '../../db/schema/live.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { type Chapter, chaptersOf } from '../../domain/live/chapters.ts';
import type { Context } from '../context.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { pitchesOf, todayOf } from '../live/episode-view.ts';
import type { RecordingOutline, RecordingsPort } from './recordings-port.ts';

/** The whole episode to look at, while it is on and afterwards: each pitched job a chapter, with its card as the job stands today. */
export async function replayOf(ctx: Context, recordings: RecordingsPort, episode: EpisodeRow, playlistUrl: string): Promise<ReplayOnWire> {
  const outline = await recordings.outline(episode.id);
  const today = await todayOf(ctx, episode);
  if (!outline) return { playlistUrl: null, durationMs: 0, chapters: [], today };
  return { playlistUrl, durationMs: outline.durationMs, chapters: await chaptersWithCards(ctx, episode, outline), today };
}

/** Chapters on the recording's own line: what was not recorded takes no time there. */
export async function chaptersWithCards(ctx: Context, episode: EpisodeRow, outline: RecordingOutline): Promise<ChapterOnWire[]> {
  const chapters = await chaptersOfEpisode(ctx, episode.id);
  const itemIds = chapters.map(({ itemId }) => itemId);
  const [cards, jobs] = await Promise.all([pitchesOf(ctx, episode, itemIds), jobsOf(ctx, itemIds)]);
  return chapters
    .map(({ seq, itemId, fromMs, toMs }): ChapterOnWire => {
      const pitch = cards.get(itemId) ?? null;
      const job = jobs.get(itemId);
      return {
        seq,
        number: job?.number ?? null,
        trade: job?.trade ?? '',
        fromMs: outline.positionOf(fromMs),
        toMs: toMs === undefined ? outline.durationMs : outline.positionOf(toMs),
        state: pitch === null ? 'closed' : pitch.filled ? 'full' : 'open',
        pitch,
      };
    })
    .filter((chapter) => chapter.toMs > chapter.fromMs);
}

export async function chaptersOfEpisode(ctx: Context, episodeId: string): Promise<Chapter[]> {
  const changes = await ctx.db
    .select({
      seq: rundownChanges.seq,
      kind: rundownChanges.kind,
      itemId: rundownChanges.itemId,
      mediaTimeMs: rundownChanges.mediaTimeMs,
    })
    .from(rundownChanges)
    .where(eq(rundownChanges.episodeId, episodeId))
    .orderBy(asc(rundownChanges.seq));
  return chaptersOf(
    changes.map(({ seq, kind, itemId, mediaTimeMs }) => ({
      seq,
      kind,
      itemId: itemId ?? undefined,
      mediaTimeMs: mediaTimeMs ?? undefined,
    })),
  );
}

/** What was pitched, whatever has become of it. */
async function jobsOf(ctx: Context, itemIds: readonly string[]): Promise<Map<string, { number: number | null; trade: string }>> {
  if (itemIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ itemId: rundownItems.id, number: postings.number, facts: postingVersions.facts })
    .from(rundownItems)
    .innerJoin(postings, eq(postings.id, rundownItems.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(inArray(rundownItems.id, [...itemIds]));
  return new Map(rows.map(({ itemId, number, facts }) => [itemId, { number, trade: facts.trade }]));
}
