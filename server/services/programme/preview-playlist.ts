import { eq } from 'drizzle-orm';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { addressBytes, glassOf, jobsSlides, pagesFor } from '../../domain/board/compose.ts';
import type { BoardRow, Manifest, SignedManifest } from '../../domain/board/manifest.ts';
import { type Page, turnAt } from '../../domain/board/page.ts';
import { filterRows } from '../../domain/programme/job-filter.ts';
import { slidesAt } from '../../domain/programme/on-glass.ts';
import type { PlaylistItem } from '../../domain/programme/playlist.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import { loadScreens } from '../boards/load-boards.ts';
import { loadContents } from '../boards/load-programmes.ts';
import { assetsOf, boardsWanted, playlistOn } from '../boards/programme-on-glass.ts';
import { readManifest } from '../boards/read-manifest.ts';
import { readTold } from '../boards/told-on-glass.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { rowsIn } from '../proofs/row-on-glass.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { addressScreens, regionOfTarget } from './targets.ts';

/**
 * A playlist, saved or not, as one screen would go through it now: a manifest for the player's own board, made from what that screen holds.
 * Codes are the screen's own one: a preview binds none. @throws Refusal NOT_FOUND, TARGET_UNKNOWN, NOT_ALLOWED, REGION_UNKNOWN
 */
export async function previewPlaylist(
  ctx: Context,
  actor: Actor,
  { screenId, regionCode, items }: { screenId: string; regionCode: string; items: PlaylistItem[] },
): Promise<Manifest> {
  await requireHolder(ctx, actor, { screenId, regionCode });
  const held = await readManifest(ctx, screenId);
  const told = await toldAt(ctx, screenId, { items, regionCode });
  return ctx.db.transaction(async (tx) => {
    const [at] = await loadScreens(tx, [screenId]);
    if (at === undefined || held === undefined) throw new Refusal('NOT_FOUND');
    const { screen, station } = at;
    const now = JSON.parse(held.body.toString()) as SignedManifest;
    const own = now.slides.find((slide) => slide.kind === 'station');
    if (own === undefined) throw new Refusal('NOT_FOUND');
    const addressed = await addressScreens(tx, [{ screenId, stationId: station.id, path: station.path }]);
    const programmes = { ...(await loadContents(tx, [{ items }])), addressed };
    const glass = glassFacts(screen);
    const rows = rowsOf(now);
    const today = ctx.clock.now().toZonedDateTimeISO(station.timeZone).toPlainDate().toString();
    const turn = turnAt(ctx.clock.now().epochMilliseconds);
    const paged = (some: readonly BoardRow[]) => pagesFor(glass, some, { addressBytes: addressBytes(own.link.url), today, turn });
    const slidesOfBoard = (pages: readonly Page[]) =>
      jobsSlides(pages, () => own.link).map((slide, index) => ({ ...slide, id: `${slide.id}-${index}` }));
    const filtered = new Map([...boardsWanted([{ items }])].map(([key, filter]) => [key, paged(filterRows(rows, filter))]));
    const playlist = playlistOn(
      programmes,
      { id: 'preview', name: '', regionCode, items },
      {
        ...{ glass, screenId, stationId: station.id, told, timeZone: station.timeZone, slidesOfBoard },
        boards: filtered,
        allPages: paged(rows),
        nextShow: now.nextShow,
        nowMs: ctx.clock.now().epochMilliseconds,
      },
    );
    const { programme: _, hash: __, signature: ___, ...rest } = now;
    const manifest: Manifest = {
      ...rest,
      issuedAt: ctx.clock.now().toString(),
      screen: glassOf(glass),
      assets: assetsOf(programmes, [playlist], undefined),
    };
    const entry = {
      ...always,
      dayparts: [],
      weekdays: [],
      id: 'preview',
      name: '',
      playlistId: 'preview',
      priority: 0,
      nearness: 0,
      since: '',
    };
    const programme = {
      boards: Object.fromEntries([...filtered].map(([key, pages]) => [key, slidesOfBoard(pages)])),
      playlists: [playlist],
      timetable: { entries: [entry] },
    };
    const slides = slidesAt({ ...manifest, programme }, ctx.clock.now().epochMilliseconds);
    const shown = slides.filter((slide) => slide.kind !== 'station');
    return { ...manifest, slides: shown.length > 0 ? shown : slides };
  });
}

/** Before anything is read for it: the screen is theirs, and so is the playlist's region, whose leaders it would name, or it holds the screen. */
async function requireHolder(ctx: Context, actor: Actor, { screenId, regionCode }: { screenId: string; regionCode: string }) {
  const { path } = await regionOfTarget(ctx.db, { kind: 'screen', screenId });
  requireIn(actor, 'clerk', path);
  const owner = await regionPath(ctx.db, regionCode);
  if (!path.startsWith(owner)) requireIn(actor, 'clerk', owner);
}

const always = { onHoliday: 'as-usual', onSwapped: 'as-weekday', stationHours: false } as const satisfies object;

async function toldAt(ctx: Context, screenId: string, { items, regionCode }: { items: PlaylistItem[]; regionCode: string }) {
  const [at] = await ctx.db.select({ stationId: screens.stationId }).from(screens).where(eq(screens.id, screenId));
  const asked = (kind: PlaylistItem['kind'], of: string | undefined) =>
    of !== undefined && items.some((item) => item.kind === kind) ? [of] : [];
  return readTold(ctx, {
    figures: asked('figures', at?.stationId),
    teams: asked('teams', at?.stationId),
    leaders: asked('leaderboard', regionCode),
  });
}

/** Every job that this screen shows, in its order: pages overlap at the last one. */
const rowsOf = ({ live: _, ...held }: SignedManifest): BoardRow[] => [...new Map(rowsIn(held).map((row) => [row.postingId, row])).values()];
