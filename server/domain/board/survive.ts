import type { BoardRow, JobsSlide, Manifest, Slide, StationSlide, ToldSlide } from './manifest.ts';
import { isTold } from './slide.ts';

/** Minutes without the server after which places left are too old to be shown. */
export const placesTrustedMs = 10 * 60_000;
/** Without the server for longer, nobody may send people to a job of yesterday. */
export const dayJobsTrustedMs = 24 * 3_600_000;
/** How long a filled row stays grey in its place, so that it is understood. */
export const filledStaysMs = 30_000;

/** Full already when the manifest was laid out: no newer one may come for minutes, or for weeks without a network. */
export const filledStaysOnBoardMs = 3 * 60_000;

/** What the player has heard of a posting since its manifest was composed. */
export interface Heard {
  placesLeft: number;
  status: 'open' | 'filled' | 'closed';
  atMs: number;
}

export interface Situation {
  nowMs: number;
  /** When the server was last heard. */
  heardServerAtMs: number;
  heard: ReadonlyMap<string, Heard>;
}

export interface Surviving {
  slides: Slide[];
  /** Offline too long for counts: they are hidden, and 截至 stands on the glass. */
  asOfMs?: number;
}

/** What of a manifest may be on the glass now. Never empty: the station's own slide outlives every job. */
export function survivingSlides(manifest: Manifest, situation: Situation): Surviving {
  const slides: Slide[] = [];
  const wasFullLongAgo = situation.nowMs - Date.parse(manifest.issuedAt) > filledStaysOnBoardMs;
  for (const slide of manifest.slides) {
    if (slide.kind === 'station') continue;
    if (slide.kind !== 'jobs') {
      const still = isTold(slide) ? stillTold(slide, situation) : slide;
      if (still) slides.push(still);
      continue;
    }
    const rows = slide.rows
      .filter((row) => !(row.filled && wasFullLongAgo && !situation.heard.has(row.postingId)))
      .map((row) => hear(row, situation.heard))
      .filter((row) => mayBeShown(row, situation));
    if (rows.length > 0) slides.push({ ...slide, rows });
  }
  const own = manifest.slides.find((slide): slide is StationSlide => slide.kind === 'station');
  const hasJobs = slides.some((slide) => slide.kind === 'jobs');
  const shown = hasJobs || own === undefined ? slides : [...slides, own];
  const offlineMs = situation.nowMs - situation.heardServerAtMs;
  return offlineMs > placesTrustedMs ? { slides: shown, asOfMs: situation.heardServerAtMs } : { slides: shown };
}

/** A number carries its time, and goes when that is yesterday's; who is at work today is known for as long as a day's job is. */
function stillTold(slide: ToldSlide, { nowMs, heardServerAtMs }: Situation): ToldSlide | undefined {
  if (slide.kind !== 'figures') return nowMs - heardServerAtMs > dayJobsTrustedMs ? undefined : slide;
  const figures = slide.figures.filter((figure) => nowMs - Date.parse(figure.asOf) <= dayJobsTrustedMs);
  return figures.length === 0 ? undefined : { ...slide, figures };
}

/** What was heard since the manifest lies on top of it. */
export function hear(row: BoardRow, heard: ReadonlyMap<string, Heard>): BoardRow {
  const news = heard.get(row.postingId);
  if (news === undefined) return row;
  return { ...row, placesLeft: news.placesLeft, filled: news.status === 'filled' };
}

/** Checked whenever a slide comes up, and each second while it stands. */
export function mayBeShown(row: BoardRow, { nowMs, heardServerAtMs, heard }: Situation): boolean {
  if (row.expiresAt !== null && Date.parse(row.expiresAt) <= nowMs) return false;
  const news = heard.get(row.postingId);
  if (news?.status === 'closed') return false;
  if (news?.status === 'filled' && nowMs - news.atMs > filledStaysMs) return false;
  return !(row.dayJob && nowMs - heardServerAtMs > dayJobsTrustedMs);
}

/** News that the manifest already knows is dropped, so that the map doesn't grow for a month. */
export function stillNews(heard: ReadonlyMap<string, Heard>, manifest: Manifest): Map<string, Heard> {
  const issuedAtMs = Date.parse(manifest.issuedAt);
  return new Map([...heard].filter(([, news]) => news.atMs > issuedAtMs));
}

export const jobsSlides = (slides: readonly Slide[]) => slides.filter((slide): slide is JobsSlide => slide.kind === 'jobs');
