import { and, eq, inArray } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { boardRow, type PublicPosting } from '../../domain/board/board-row.ts';
import type { LiveOnGlass } from '../../domain/board/manifest.ts';
import { endsByMs } from '../../domain/live/show-end.ts';
import type { Context } from '../context.ts';
import { ensureLinks, type LinkWant, linkUrl } from '../links/ensure-links.ts';
import { shownItemOf } from '../live/episode-row.ts';
import type { ScreenRow, StationRow } from './load-boards.ts';

type Episode = typeof episodes.$inferSelect & { path: string };

export interface ShowsOnGlass {
  episodes: Episode[];
  /** The posting being pitched, by episode. */
  pitched: Map<string, PublicPosting>;
  /** url and code by `showSet`. */
  links: Map<string, { code: string; url: string }>;
}

/** A show's code says at which station it was scanned: one code a station, episode and pitched posting. */
export const showSet = (stationId: string, episodeId: string, postingId?: string) => [stationId, episodeId, postingId ?? 'show'].join(':');

/** Everything that is live for these stations, with what it pitches. */
export async function loadShowsOnGlass(tx: Tx, ctx: Context, stations: readonly StationRow[]): Promise<ShowsOnGlass> {
  const running = await tx
    .select({ episode: episodes, path: regions.path })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(inArray(episodes.state, ['live', 'away']));
  const live = running.map(({ episode, path }) => ({ ...episode, path }));
  const pitched = await loadPitched(tx, live);
  const wants: LinkWant[] = [];
  for (const episode of live)
    for (const station of stations) {
      if (!station.path.startsWith(episode.path)) continue;
      const posting = pitched.get(episode.id);
      const at = { origin: 'show' as const, stationId: station.id, episodeId: episode.id };
      wants.push({ ...at, setKey: showSet(station.id, episode.id), postingIds: [] });
      if (posting) wants.push({ ...at, setKey: showSet(station.id, episode.id, posting.id), postingIds: [posting.id] });
    }
  const codes = wants.length === 0 ? new Map<string, string>() : await ensureLinks(tx, ctx, wants);
  return { episodes: live, pitched, links: new Map([...codes].map(([set, code]) => [set, { code, url: linkUrl(ctx, code) }])) };
}

async function loadPitched(tx: Tx, live: readonly Episode[]): Promise<Map<string, PublicPosting>> {
  const itemIds = live.map(shownItemOf).filter((id) => id !== null);
  if (itemIds.length === 0) return new Map();
  const rows = await tx
    .select({ episodeId: rundownItems.episodeId, posting: postings, facts: postingVersions.facts })
    .from(rundownItems)
    .innerJoin(postings, eq(postings.id, rundownItems.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(and(inArray(rundownItems.id, itemIds), inArray(postings.status, ['approved', 'filled'])));
  return new Map(
    rows.map(({ episodeId, posting, facts }) => [
      episodeId,
      {
        id: posting.id,
        number: posting.number ?? 0,
        facts,
        placesLeft: posting.placesLeft,
        filled: posting.status === 'filled' || posting.placesLeft <= 0,
        lat: posting.lat,
        lon: posting.lon,
        confirmedAt: posting.confirmedAt?.toString() ?? null,
        expiresAt: posting.expiresAt?.toString() ?? null,
      },
    ]),
  );
}

/** The show that reaches this screen, as it stands beside the jobs. A screen that did not opt in has none. */
export function showOnGlass(shows: ShowsOnGlass, screen: ScreenRow, station: StationRow, now: Temporal.Instant): LiveOnGlass | undefined {
  if (screen.liveMode === 'off') return undefined;
  const episode = shows.episodes.find((running) => station.path.startsWith(running.path));
  if (episode === undefined || (episode.state !== 'live' && episode.state !== 'away')) return undefined;
  const link = shows.links.get(showSet(station.id, episode.id));
  if (link === undefined) return undefined;
  const pitch = pitchAt(shows, episode.id, station, now);
  return {
    episodeId: episode.id,
    slug: episode.slug,
    title: episode.title,
    hostName: episode.hostName,
    organiser: episode.organiser,
    canvas: episode.canvas,
    state: episode.state,
    ...(episode.awayAt === null ? {} : { awayAt: episode.awayAt.toString() }),
    ...(episode.startedAt === null ? {} : { until: endOf(episode.startedAt, episode.minutes) }),
    seq: episode.rundownSeq,
    ...(pitch === undefined ? {} : { pitch }),
    link,
  };
}

const endOf = (startedAt: Temporal.Instant, minutes: number) =>
  new Date(endsByMs({ startedMs: startedAt.epochMilliseconds, minutes })).toISOString();

/** The job being pitched, as this station's screens say it; `undefined` between two of them. */
export function pitchAt(shows: ShowsOnGlass, episodeId: string, station: StationRow, now: Temporal.Instant): LiveOnGlass['pitch'] {
  const posting = shows.pitched.get(episodeId);
  const link = posting && shows.links.get(showSet(station.id, episodeId, posting.id));
  if (posting === undefined || link === undefined) return undefined;
  const today = now.toZonedDateTimeISO(station.timeZone).toPlainDate().toString();
  return { ...boardRow(posting, station, today), link };
}
