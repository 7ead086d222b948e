import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { contentAssets, contents, playlists, schedules } from '../../db/schema/programme.ts';
import { assetOf, type ContentFacts } from '../../domain/programme/content.ts';
import { localTimeOf } from '../../domain/programme/local-time.ts';
import type { PlaylistItem } from '../../domain/programme/playlist.ts';
import { type AddressedScreen, nearnessOf } from '../../domain/programme/target.ts';
import { addDays, byPrecedence, type Timetable, type TimetableEntry } from '../../domain/programme/timetable.ts';
import type { Calendar } from '../../domain/show/calendar.ts';
import type { Context } from '../context.ts';
import { addressScreens } from '../programme/targets.ts';
import { loadCalendar } from '../shows/load-calendar.ts';
import { ancestorCodes, type ScreenAtStation } from './load-boards.ts';

export interface LoadedPlaylist {
  id: string;
  name: string;
  /** Whose it is: its leaders are that region's. */
  regionCode: string;
  items: PlaylistItem[];
}

/** Approved, and shown by somebody's playlist. */
export interface LoadedContent {
  id: string;
  version: number;
  regionCode: string;
  facts: ContentFacts;
}

export type LoadedAsset = typeof contentAssets.$inferSelect;

/** What is scheduled on one screen. */
export interface ScreenProgramme {
  timetable: Timetable;
  playlists: LoadedPlaylist[];
}

export interface Programmes {
  /** Only screens on which something is scheduled. */
  byScreen: ReadonlyMap<string, ScreenProgramme>;
  addressed: ReadonlyMap<string, AddressedScreen>;
  contents: ReadonlyMap<string, LoadedContent>;
  assets: ReadonlyMap<string, LoadedAsset>;
}

const nothing: Programmes = { byScreen: new Map(), addressed: new Map(), contents: new Map(), assets: new Map() };

/** Everything that is scheduled on these screens: one statement a kind of fact, and one alone where nothing is. */
export async function loadProgrammes(tx: Tx, ctx: Context, screens: readonly ScreenAtStation[]): Promise<Programmes> {
  const codes = [...new Set(screens.flatMap(({ station }) => ancestorCodes(station.path)))];
  const rows = await tx
    .select({
      schedule: schedules,
      playlist: { id: playlists.id, name: playlists.name, regionCode: playlists.regionCode, items: playlists.items },
    })
    .from(schedules)
    .innerJoin(playlists, and(eq(playlists.id, schedules.playlistId), isNull(playlists.removedAt)))
    .where(and(isNull(schedules.removedAt), among(schedules.regionCode, codes)));
  if (rows.length === 0) return nothing;
  const addressed = await addressScreens(
    tx,
    screens.map(({ screen, station }) => ({ screenId: screen.id, stationId: station.id, path: station.path })),
  );
  const calendar = await loadCalendar(tx);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const byScreen = new Map<string, ScreenProgramme>();
  for (const { screen, station } of screens) {
    const at = addressed.get(screen.id);
    if (at === undefined) continue;
    const { day } = localTimeOf(nowMs, station.timeZone);
    const meant = rows.flatMap(({ schedule, playlist }) => {
      const entry = entryFor(schedule, at);
      return entry === undefined || isOver(entry, day) ? [] : [{ entry, playlist }];
    });
    if (meant.length === 0) continue;
    byScreen.set(screen.id, {
      timetable: timetableOf(
        meant.map(({ entry }) => entry),
        calendar,
        day,
      ),
      playlists: [...new Map(meant.map(({ playlist }) => [playlist.id, playlist])).values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
  }
  const used = [...byScreen.values()].flatMap((programme) => programme.playlists);
  return { byScreen, addressed, ...(await loadContents(tx, used)) };
}

/** A schedule as this screen holds it; nothing where it is not meant. */
export function entryFor(
  schedule: Omit<typeof schedules.$inferSelect, 'regionCode' | 'version' | 'updatedBy' | 'removedAt'>,
  at: AddressedScreen,
): TimetableEntry | undefined {
  const near = nearnessOf(schedule.target, at);
  if (near === undefined) return undefined;
  const { id, name, playlistId, priority, rule, updatedAt } = schedule;
  return { id, name, playlistId, priority, nearness: near, since: updatedAt.toString(), ...rule };
}

/** Yesterday's last hours go on after midnight. */
const isOver = ({ untilDay }: TimetableEntry, today: string) => untilDay !== undefined && untilDay < addDays(today, -1);

/** Days of the calendar only where somebody asks, from the year that it is: an unchanged programme reads the same every day. */
export function timetableOf(entries: readonly TimetableEntry[], calendar: Calendar, today: string): Timetable {
  const ordered = [...entries].sort(byPrecedence);
  const fromYear = `${addDays(today, -1).slice(0, 4)}-01-01`;
  const daysOf = (kind: 'holiday' | 'workday') =>
    [...calendar.values()]
      .filter((day) => day.kind === kind && day.day >= fromYear)
      .map(({ day }) => day)
      .sort();
  return {
    entries: ordered,
    ...(ordered.some(({ onHoliday }) => onHoliday !== 'as-usual') ? { holidays: daysOf('holiday') } : {}),
    ...(ordered.some(({ onSwapped }) => onSwapped !== 'as-weekday') ? { workdays: daysOf('workday') } : {}),
  };
}

/** What these playlists hold, as it was approved. */
export async function loadContents(
  tx: Tx,
  used: readonly Pick<LoadedPlaylist, 'items'>[],
): Promise<Pick<Programmes, 'contents' | 'assets'>> {
  const ids = [...new Set(used.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'content' ? [item.contentId] : []))))];
  if (ids.length === 0) return { contents: new Map(), assets: new Map() };
  const rows = await tx
    .select({ id: contents.id, version: contents.approvedVersion, regionCode: contents.regionCode, facts: contents.approved })
    .from(contents)
    .where(and(among(contents.id, ids), ne(contents.state, 'withdrawn'), isNotNull(contents.approved)));
  const found = new Map(
    rows.flatMap(({ id, version, regionCode, facts }): [string, LoadedContent][] =>
      facts === null ? [] : [[id, { id, version: version ?? 0, regionCode, facts }]],
    ),
  );
  const hashes = [...new Set([...found.values()].flatMap(({ facts }) => assetOf(facts) ?? []))];
  const assets = hashes.length === 0 ? [] : await tx.select().from(contentAssets).where(among(contentAssets.sha256, hashes));
  return { contents: found, assets: new Map(assets.map((asset) => [asset.sha256, asset])) };
}
