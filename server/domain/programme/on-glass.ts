import type { JobsSlide, Manifest, Slide } from '../board/manifest.ts';
import { type Situation, type Surviving, survivingSlides } from '../board/survive.ts';
import { localTimeOf } from './local-time.ts';
import { playingAt, type Timetable } from './timetable.ts';

/** What a player needs to choose by itself for a month without a network. An older player ignores it, and shows its jobs. */
export interface ProgrammeOnGlass {
  /** Pages of boards that show some of the jobs, or all in another order, by `boardKey`. The board of all jobs is the manifest's own slides. */
  boards: Record<string, JobsSlide[]>;
  playlists: PlaylistOnGlass[];
  timetable: Timetable;
}

export interface PlaylistOnGlass {
  id: string;
  name: string;
  entries: EntryOnGlass[];
}

export type EntryOnGlass =
  | { kind: 'jobs'; board?: string; pages?: number }
  /** Of one item: a notice may take several. ISO 8601: shown from, and never at or after `until`. */
  | { kind: 'slides'; slides: Slide[]; from?: string; until?: string };

type Held = Pick<Manifest, 'slides' | 'programme' | 'station'>;

/** The slides among which a glass goes round now, the station's own last. Without a programme, or outside its hours: all job pages. */
export function slidesAt(manifest: Held, nowMs: number): Slide[] {
  const playlist = playlistAt(manifest, nowMs);
  if (manifest.programme === undefined || playlist === undefined) return manifest.slides;
  const own = manifest.slides.filter((slide) => slide.kind === 'station');
  return [...expand(playlist.entries, pagesOf(manifest), nowMs), ...own];
}

/**
 * What may be on the glass now. A playlist shows what it holds and nothing beside it; only where nothing of it is valid, the station's own
 * slide stands in its place.
 */
export function survivingAt(manifest: Manifest, situation: Situation): Surviving {
  if (playlistAt(manifest, situation.nowMs) === undefined) return survivingSlides(manifest, situation);
  const surviving = survivingSlides({ ...manifest, slides: slidesAt(manifest, situation.nowMs) }, situation);
  const shown = surviving.slides.filter((slide) => slide.kind !== 'station');
  return shown.length === 0 ? surviving : { ...surviving, slides: shown };
}

/** Every slide that a manifest can put on a glass: its own, the boards of its programme, and what its playlists hold. */
export const everySlide = ({ slides, programme }: Pick<Manifest, 'slides' | 'programme'>): Slide[] => [
  ...slides,
  ...Object.values(programme?.boards ?? {}).flat(),
  ...(programme?.playlists ?? []).flatMap(({ entries }) => entries.flatMap((entry) => (entry.kind === 'slides' ? entry.slides : []))),
];

/** Whether what stands has been taken off, or has other words now: a film must not go on to its end for nothing but having begun. */
export function isTakenOff(slide: Slide, held: Pick<Manifest, 'slides' | 'programme'>): boolean {
  return 'contentId' in slide && !everySlide(held).some(({ id }) => id === slide.id);
}

/** The playlist whose hour it is; nothing where the jobs go round. */
export function playlistAt({ programme, station }: Held, nowMs: number): PlaylistOnGlass | undefined {
  if (programme === undefined) return undefined;
  const playing = playingAt(programme.timetable, localTimeOf(nowMs, station.timeZone), station.hours);
  return playing && programme.playlists.find(({ id }) => id === playing.playlistId);
}

const pagesOf =
  ({ slides, programme }: Held) =>
  (board: string | undefined): JobsSlide[] =>
    board === undefined ? slides.filter((slide) => slide.kind === 'jobs') : (programme?.boards[board] ?? []);

/** A board has at most a dozen pages: more turns of a playlist than that show none that has not been seen. */
const mostTurns = 12;

/** A playlist's turns written out, until each page of a board that is shown a few at a time has come up. */
function expand(entries: readonly EntryOnGlass[], pagesOfBoard: (board: string | undefined) => JobsSlide[], nowMs: number): Slide[] {
  const shown = entries.filter((entry) => entry.kind === 'jobs' || isTime(entry, nowMs));
  const dealt = new Map<string | undefined, number>();
  const slides: Slide[] = [];
  for (let turn = 0; turn < turnsOf(shown, pagesOfBoard); turn += 1) {
    for (const entry of shown) {
      if (entry.kind === 'slides') {
        slides.push(...entry.slides);
        continue;
      }
      const pages = pagesOfBoard(entry.board);
      const from = dealt.get(entry.board) ?? 0;
      const count = Math.min(entry.pages ?? pages.length, pages.length);
      for (let at = 0; at < count; at += 1) slides.push(...pages.slice((from + at) % pages.length, ((from + at) % pages.length) + 1));
      dealt.set(entry.board, from + count);
    }
  }
  return slides;
}

function turnsOf(entries: readonly EntryOnGlass[], pagesOfBoard: (board: string | undefined) => JobsSlide[]): number {
  const aTurn = new Map<string | undefined, number>();
  for (const entry of entries)
    if (entry.kind === 'jobs') {
      const all = pagesOfBoard(entry.board).length;
      aTurn.set(entry.board, (aTurn.get(entry.board) ?? 0) + Math.min(entry.pages ?? all, all));
    }
  const needed = [...aTurn].map(([board, pages]) => (pages === 0 ? 1 : Math.ceil(pagesOfBoard(board).length / pages)));
  return Math.min(Math.max(1, ...needed), mostTurns);
}

/** What would still stand at its end is not begun. */
function isTime(entry: Extract<EntryOnGlass, { kind: 'slides' }>, nowMs: number): boolean {
  const { from, until, slides } = entry;
  if (from !== undefined && Date.parse(from) > nowMs) return false;
  return until === undefined || nowMs + Math.max(0, ...slides.map(({ dwellMs }) => dwellMs)) <= Date.parse(until);
}
