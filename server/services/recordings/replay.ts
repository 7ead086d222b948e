import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { ChapterOnWire, ReplayOnWire } from '../../contract/recordings.ts';
import { rundownChanges, rundownItems } from '../../db/schema/live.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { type Chapter, chaptersOf } from '../../domain/live/chapters.ts';
import type { SegmentKind } from '../../domain/live/segments.ts';
import type { Cue } from '../../domain/live/webvtt.ts';
import { hasCaptions, listCaptions } from '../captions/list-captions.ts';
import type { Context } from '../context.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { pitchesOf, todayOf } from '../live/episode-view.ts';
import type { RecordingOutline, RecordingsPort } from './recordings-port.ts';

/** The whole episode to look at, while it is on and afterwards: each pitched job a chapter, with its card as the job stands today. */
export async function replayOf(
  ctx: Context,
  recordings: RecordingsPort,
  episode: EpisodeRow,
  urls: { playlist: string; captions: string },
): Promise<ReplayOnWire> {
  const outline = await recordings.outline(episode.id);
  const today = await todayOf(ctx, episode);
  if (!outline) return { playlistUrl: null, durationMs: 0, chapters: [], captionsUrl: null, today };
  return {
    playlistUrl: urls.playlist,
    durationMs: outline.durationMs,
    chapters: await chaptersWithCards(ctx, episode, outline),
    captionsUrl: (await hasCaptions(ctx, episode.id)) ? urls.captions : null,
    today,
  };
}

/** What was shown as text, where it is in the recording; what was said while nothing was recorded is not. */
export async function replayCaptions(ctx: Context, recordings: RecordingsPort, episodeId: string): Promise<Cue[]> {
  const outline = await recordings.outline(episodeId);
  if (!outline) return [];
  return (await listCaptions(ctx, episodeId)).flatMap(({ mediaTimeMs, durationMs, ...caption }) => {
    const fromMs = outline.positionOf(mediaTimeMs);
    const toMs = outline.positionOf(mediaTimeMs + durationMs);
    return toMs > fromMs ? [{ ...caption, mediaTimeMs: fromMs, durationMs: toMs - fromMs }] : [];
  });
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
        segment: job?.segment ?? null,
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

interface Pitched {
  number: number | null;
  trade: string;
  segment: SegmentKind | null;
}

/** What was pitched or done, whatever has become of it: what has been on air never leaves the rundown. */
async function jobsOf(ctx: Context, itemIds: readonly string[]): Promise<Map<string, Pitched>> {
  if (itemIds.length === 0) return new Map();
  const { id: itemId, title, segment } = getTableColumns(rundownItems);
  const rows = await ctx.db
    .select({ itemId, title, segment, number: postings.number, facts: postingVersions.facts })
    .from(rundownItems)
    .leftJoin(postings, eq(postings.id, rundownItems.postingId))
    .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(inArray(rundownItems.id, [...itemIds]));
  return new Map(rows.map((row) => [row.itemId, { number: row.number, trade: row.facts?.trade ?? row.title ?? '', segment: row.segment }]));
}
