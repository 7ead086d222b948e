import type { GlassFacts } from '../../domain/board/compose.ts';
import type { Asset, JobsSlide, Manifest, Slide } from '../../domain/board/manifest.ts';
import { noticeSlides } from '../../domain/board/notice.ts';
import type { Page } from '../../domain/board/page.ts';
import { assetOf } from '../../domain/programme/content.ts';
import { holdsBetween } from '../../domain/programme/day-plan.ts';
import { localTimeOf } from '../../domain/programme/local-time.ts';
import type { EntryOnGlass, PlaylistOnGlass } from '../../domain/programme/on-glass.ts';
import { boardKey, type JobFilter, type PlaylistItem } from '../../domain/programme/playlist.ts';
import { type AddressedScreen, nearnessOf } from '../../domain/programme/target.ts';
import type { Timetable } from '../../domain/programme/timetable.ts';
import type { OpenHours } from '../../domain/screen/opening-hours.ts';
import { assetUrl } from '../programme/asset-url.ts';
import type { LoadedContent, LoadedPlaylist, Programmes } from './load-programmes.ts';
import { nextShowSlides } from './next-show-slide.ts';
import type { Told } from './told-on-glass.ts';
import { toldSlides } from './told-slides.ts';

const dueWithinMs = 24 * 3_600_000;

/** Filters of the boards that these playlists show besides the one of all jobs, by their key. */
export function boardsWanted(used: readonly Pick<LoadedPlaylist, 'items'>[]): Map<string, JobFilter> {
  const wanted = new Map<string, JobFilter>();
  for (const { items } of used)
    for (const item of items) {
      const key = item.kind === 'jobs' ? boardKey(item.filter) : undefined;
      if (item.kind === 'jobs' && key !== undefined) wanted.set(key, item.filter);
    }
  return wanted;
}

export interface GlassAsked {
  glass: GlassFacts;
  screenId: string;
  stationId: string;
  told: Told;
  timeZone: string;
  /** Pages of each board that is wanted, and of all jobs. */
  boards: ReadonlyMap<string, Page[]>;
  allPages: readonly Page[];
  slidesOfBoard: (pages: readonly Page[]) => JobsSlide[];
  nextShow: Manifest['nextShow'];
  nowMs: number;
}

export interface ProgrammeMade {
  programme: NonNullable<Manifest['programme']>;
  assets: Asset[];
  /** Ids of playlists that have their turn within a day, and nothing valid for this glass just now. */
  empty: string[];
}

/** One screen's programme; nothing where all job pages go round. */
export function programmeOn(programmes: Programmes, asked: GlassAsked & { hours: readonly OpenHours[] }): ProgrammeMade | undefined {
  const scheduled = programmes.byScreen.get(asked.screenId);
  if (scheduled === undefined) return undefined;
  const made = scheduled.playlists.map((playlist) => playlistOn(programmes, playlist, asked));
  const boards = Object.fromEntries([...asked.boards].map(([key, pages]) => [key, asked.slidesOfBoard(pages)]));
  return {
    programme: { boards, playlists: made, timetable: scheduled.timetable },
    assets: assetsOf(programmes, made, asked.screenId),
    empty: made.filter((playlist) => !hasSomething(playlist, asked) && isDue(playlist, scheduled.timetable, asked)).map(({ id }) => id),
  };
}

/** What has its turn within a day must have something by now; a playlist of next month may still be filled. */
function isDue(
  { id }: PlaylistOnGlass,
  timetable: Timetable,
  { nowMs, timeZone, hours }: Pick<GlassAsked, 'nowMs' | 'timeZone'> & { hours: readonly OpenHours[] },
): boolean {
  const soon = { from: localTimeOf(nowMs, timeZone), to: localTimeOf(nowMs + dueWithinMs, timeZone), hours };
  return timetable.entries.some((entry) => entry.playlistId === id && holdsBetween(entry, timetable, soon));
}

export function playlistOn(
  programmes: Omit<Programmes, 'byScreen'>,
  { id, name, regionCode, items }: LoadedPlaylist,
  asked: GlassAsked,
): PlaylistOnGlass {
  return { id, name, entries: items.flatMap((item) => entryOf(programmes, item, { ...asked, owner: regionCode })) };
}

function entryOf(programmes: Omit<Programmes, 'byScreen'>, item: PlaylistItem, asked: GlassAsked & { owner: string }): EntryOnGlass[] {
  switch (item.kind) {
    case 'jobs': {
      const board = boardKey(item.filter);
      return [{ kind: 'jobs', ...(board === undefined ? {} : { board }), ...(item.pages === undefined ? {} : { pages: item.pages }) }];
    }
    case 'content': {
      const content = programmes.contents.get(item.contentId);
      const at = programmes.addressed.get(asked.screenId);
      if (content === undefined || at === undefined || !isMeant(content, at) || isPast(content, asked.nowMs)) return [];
      const slides = slidesOfContent(programmes, content, { glass: asked.glass, seconds: item.seconds });
      const { from, until } = content.facts;
      return slides.length === 0
        ? []
        : [{ kind: 'slides', slides, ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }];
    }
    case 'countdown':
      return nextShowSlides(asked);
    case 'figures':
    case 'teams':
    case 'leaderboard':
      return toldSlides(item.kind, asked);
  }
}

/** Whoever approved it answers for its region alone; and it may be meant for some of that region's screens. */
const isMeant = ({ regionCode, facts }: LoadedContent, at: AddressedScreen): boolean =>
  at.regionCodes.includes(regionCode) &&
  (facts.targets.length === 0 || facts.targets.some((target) => nearnessOf(target, at) !== undefined));

const isPast = ({ facts: { until } }: LoadedContent, nowMs: number): boolean => until !== undefined && Date.parse(until) <= nowMs;

function slidesOfContent(
  { assets }: Pick<Programmes, 'assets'>,
  { id: contentId, version, facts }: LoadedContent,
  { glass, seconds }: { glass: GlassFacts; seconds: number | undefined },
): Slide[] {
  // With the version: a wall that has set the old one aside tries the mended one.
  const id = `c-${contentId}-${version}`;
  const { title, source } = facts;
  switch (facts.kind) {
    case 'notice':
      return noticeSlides(id, { contentId, topic: facts.topic, title, paragraphs: facts.paragraphs, source }, glass);
    case 'picture':
      return assets.has(facts.asset)
        ? [{ kind: 'picture', id, contentId, title, asset: facts.asset, fit: facts.fit, dwellMs: (seconds ?? facts.seconds) * 1_000 }]
        : [];
    case 'film': {
      const dwellMs = assets.get(facts.asset)?.durationMs;
      return dwellMs ? [{ kind: 'film', id, contentId, title, asset: facts.asset, fit: facts.fit, soundOn: facts.soundOn, dwellMs }] : [];
    }
  }
}

/** What these playlists need, each file once. */
export function assetsOf(
  { assets, contents }: Pick<Programmes, 'contents' | 'assets'>,
  made: readonly PlaylistOnGlass[],
  screenId: string | undefined,
): Asset[] {
  const shown = new Set(
    made.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.kind === 'slides' ? entry.slides.flatMap((slide) => ('contentId' in slide ? [slide.contentId] : [])) : [],
      ),
    ),
  );
  const hashes = new Set([...contents.values()].flatMap(({ id, facts }) => (shown.has(id) ? (assetOf(facts) ?? []) : [])));
  return [...hashes].sort().flatMap((sha256) => {
    const asset = assets.get(sha256);
    if (asset === undefined) return [];
    const { bytes, mediaType, width, height, durationMs } = asset;
    return [{ sha256, url: assetUrl(sha256, screenId), bytes, mediaType, width, height, ...(durationMs === null ? {} : { durationMs }) }];
  });
}

function hasSomething({ entries }: PlaylistOnGlass, { boards, allPages, nowMs }: GlassAsked): boolean {
  return entries.some((entry) =>
    entry.kind === 'jobs'
      ? (entry.board === undefined ? allPages : (boards.get(entry.board) ?? [])).length > 0
      : entry.from === undefined || Date.parse(entry.from) <= nowMs,
  );
}
