import { hash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { boardRow } from '../../domain/board/board-row.ts';
import { addressBytes, glassKey, glassOf, jobsSlides, pagesFor, slidesOf } from '../../domain/board/compose.ts';
import type { BoardRow } from '../../domain/board/manifest.ts';
import { orderRows } from '../../domain/board/order.ts';
import { type Page, turnAt } from '../../domain/board/page.ts';
import { codeScreenOf } from '../../domain/board/wall.ts';
import { filterRows } from '../../domain/programme/job-filter.ts';
import type { Context } from '../context.ts';
import { letOthersIn } from '../let-others-in.ts';
import { type LinkWant, linkUrl } from '../links/ensure-links.ts';
import { loadLinkBase } from '../links/link-base.ts';
import { comingOn, loadComingShows } from './coming-shows.ts';
import { keepEmptyPlaylists } from './empty-playlists.ts';
import { type AskedLinks, askLinks } from './known-links.ts';
import { loadShowsOnGlass, showOnGlass } from './live-on-glass.ts';
import {
  ancestorCodes,
  loadPublications,
  loadScreens,
  loadTakeovers,
  type Publication,
  type ScreenAtStation,
  type ScreenRow,
  type StationRow,
} from './load-boards.ts';
import { loadProgrammes, type Programmes } from './load-programmes.ts';
import { hasShelf, onShelf, type ServedManifest, shelve } from './manifest-shelf.ts';
import { boardsWanted, programmeOn } from './programme-on-glass.ts';
import { RowTexts } from './row-texts.ts';
import { screensToCompose } from './screens-reached.ts';
import { type ManifestContent, sealManifest, writeContent } from './sign-manifest.ts';
import { latestContent, type NewManifest, storeManifests } from './store-manifests.ts';
import { takenOver, takeoversFor } from './takeover-on-glass.ts';
import { loadTold, type Told } from './told-on-glass.ts';

/** One manifest that is newer than what its screen holds. */
export interface Composed {
  screenId: string;
  version: number;
  hash: string;
}

/** Screens a transaction: the first ones are told, come and are served before the next are composed. */
const batch = 125;
/**
 * What others may take of the process between two batches, to one of composing. Ten thousand screens that come back from a cut are to stand there within
 * a minute though publications for all of them go on; where nobody waits, nothing is waited for.
 */
const othersShare = 3;

/**
 * Composes the boards of many screens and stores a new manifest where content has changed. One statement for each kind of fact
 * and one for each kind of row, however many screens there are: an approval for a province is a second's work.
 * Told over the bus (`screen.manifest`), batch by batch, once committed.
 */
export async function composeBoards(ctx: Context, screenIds: readonly string[] | 'all'): Promise<Composed[]> {
  const ids = await screensToCompose(ctx.db, screenIds);
  const composed: Composed[] = [];
  for (let from = 0; from < ids.length; from += batch) {
    const startedAt = performance.now();
    composed.push(...(await composeBatch(ctx, ids.slice(from, from + batch))));
    if (from + batch < ids.length) await letOthersIn(othersShare * (performance.now() - startedAt));
  }
  return composed;
}

async function composeBatch(ctx: Context, screenIds: readonly string[]): Promise<Composed[]> {
  const told = await loadTold(ctx, screenIds);
  const round = await ctx.db.transaction(async (tx) => {
    // Two workers numbering the same screen's versions would collide; they take turns instead.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('gangbo.boards'))`);
    const screens = await loadScreens(tx, screenIds);
    return screens.length === 0 ? undefined : compose(tx, ctx, screens, told);
  });
  if (round === undefined) return [];
  round.links.committed();
  shelve(ctx, [...round.stored, ...round.again]);
  const composed = round.stored.map(({ screenId, version, hash }) => ({ screenId, version, hash }));
  if (composed.length > 0) await ctx.bus.publish('screen.manifest', composed);
  return composed;
}

interface Round {
  stored: NewManifest[];
  /** Unchanged, and written again for the shelf. */
  again: (ServedManifest & { screenId: string })[];
  links: AskedLinks;
}

async function compose(tx: Tx, ctx: Context, screens: ScreenAtStation[], told: Told): Promise<Round> {
  const now = ctx.clock.now();
  const stations = [...new Map(screens.map(({ station }) => [station.id, station])).values()];
  const publications = await loadPublications(tx, stations, now);
  const takeovers = await loadTakeovers(tx, now);
  const taking = new Set(screens.filter(({ screen }) => screen.liveMode !== 'off').map(({ station }) => station.id));
  const coming = await loadComingShows(
    tx,
    ctx,
    stations.filter(({ id }) => taking.has(id)),
  );
  const shows = await loadShowsOnGlass(tx, ctx, stations);
  await loadLinkBase(tx, ctx);
  const texts = new RowTexts();
  const programmes = await loadProgrammes(tx, ctx, screens);
  const boards = layOut(ctx, screens, rowsByStation(stations, publications, now, texts), { programmes, now });
  const links = await askLinks(tx, ctx, [...eachOnce(boards.flatMap((board) => board.wants)), ...coming.wants]);
  const held = await latestContent(
    tx,
    screens.map(({ screen }) => screen.id),
  );
  const issuedAt = now.toString();
  const stored: NewManifest[] = [];
  const again: Round['again'] = [];
  const empty: { screenId: string; playlistId: string }[] = [];
  for (const { screen, station, pages, filtered, ownKey } of boards) {
    const link = (setKey: string) => {
      const code = links.codes.get(setKey) ?? '';
      return { code, url: linkUrl(ctx, code) };
    };
    const live = showOnGlass(shows, screen, station, now);
    const linkOf = (page: Page) => link(setKeyOf(codeScreenOf(screen), page));
    const ahead = comingOn(ctx, coming, { screen, station, codes: links.codes });
    const made = programmeOn(programmes, {
      glass: glassFacts(screen),
      screenId: screen.id,
      stationId: station.id,
      told,
      timeZone: station.timeZone,
      hours: station.hours,
      boards: filtered,
      allPages: pages,
      slidesOfBoard: (some) => jobsSlides(some, linkOf),
      nextShow: ahead.nextShow,
      nowMs: now.epochMilliseconds,
    });
    empty.push(...(made?.empty ?? []).map((playlistId) => ({ screenId: screen.id, playlistId })));
    const content: ManifestContent = {
      format: 1,
      screenId: screen.id,
      station: stationOnGlass(station),
      screen: glassOf(glassFacts(screen)),
      slides: slidesOf(pages, { of: linkOf, own: link(ownKey) }),
      ...(made === undefined ? {} : { programme: made.programme }),
      ...(live === undefined ? {} : { live }),
      ...takenOver(takeoversFor(takeovers, screen, station)),
      ...ahead,
      assets: made?.assets ?? [],
      ...(station.downloads === null ? {} : { downloads: station.downloads }),
      demo: station.demo || screen.demo,
      keyId: ctx.vault.publicKey.id,
    };
    const written = writeContent(content, texts.written);
    const last = held.get(screen.id);
    if (last?.contentHash === written.hash) {
      if (!hasShelf(ctx) || onShelf(ctx, screen.id)?.version === last.version) continue;
      const same = sealManifest(ctx, written, last);
      // Another key, or another way of writing, makes other bytes: then it is a new version.
      if (same.hash === last.hash) {
        again.push({ screenId: screen.id, version: last.version, ...same });
        continue;
      }
    }
    const version = (last?.version ?? 0) + 1;
    stored.push({
      screenId: screen.id,
      version,
      contentHash: written.hash,
      issuedAt,
      ...sealManifest(ctx, written, { version, issuedAt }),
    });
  }
  await storeManifests(tx, stored, !hasShelf(ctx));
  await keepEmptyPlaylists(tx, ctx, { screenIds: screens.map(({ screen }) => screen.id), empty });
  return { stored, again, links };
}

interface LaidOut extends ScreenAtStation {
  pages: Page[];
  /** Pages of the boards that show some of the jobs, or all in another order. */
  filtered: Map<string, Page[]>;
  ownKey: string;
  wants: LinkWant[];
}

/** Pages for each screen; screens alike at one station share the paging. */
function layOut(
  ctx: Context,
  screens: ScreenAtStation[],
  rows: Map<string, BoardRow[]>,
  { programmes, now }: { programmes: Programmes; now: Temporal.Instant },
): LaidOut[] {
  const bytes = addressBytes(linkUrl(ctx, '0'.repeat(8)));
  const shared = new Map<string, Page[]>();
  return screens.map(({ screen, station }) => {
    const paged = (board: string, some: (all: readonly BoardRow[]) => readonly BoardRow[]): Page[] => {
      const key = `${station.id} ${glassKey(glassFacts(screen))} ${board}`;
      const known = shared.get(key);
      if (known !== undefined) return known;
      const at = { addressBytes: bytes, today: dayAt(station, now), turn: turnAt(now.epochMilliseconds) };
      const made = pagesFor(glassFacts(screen), some(rows.get(station.id) ?? []), at);
      shared.set(key, made);
      return made;
    };
    const pages = paged('', (all) => all);
    const wanted = boardsWanted(programmes.byScreen.get(screen.id)?.playlists ?? []);
    const filtered = new Map([...wanted].map(([key, filter]) => [key, paged(key, (all) => filterRows(all, filter))]));
    const ownKey = `${screen.id}:own`;
    const at = { origin: 'screen' as const, stationId: station.id, screenId: screen.id };
    // The same jobs on a page of two boards have one code.
    const codeScreen = codeScreenOf(screen);
    const sets = new Map([...filtered.values(), pages].flat().map((page) => [setKeyOf(codeScreen, page), page]));
    const wants: LinkWant[] = [...sets].map(([setKey, page]) => ({
      ...at,
      screenId: codeScreen,
      setKey,
      postingIds: (page.all ?? page.rows).map((row) => row.postingId),
      page: page.page,
    }));
    return { screen, station, pages, filtered, ownKey, wants: [...wants, { ...at, setKey: ownKey, postingIds: [] }] };
  });
}

/** Two halves of a wall ask for the same codes. */
const eachOnce = (wants: readonly LinkWant[]) => [...new Map(wants.map((want) => [want.setKey, want])).values()];

function rowsByStation(
  stations: readonly StationRow[],
  publications: readonly Publication[],
  now: Temporal.Instant,
  texts: RowTexts,
): Map<string, BoardRow[]> {
  const byStation = groupBy(publications, (publication) => publication.stationId);
  const byRegion = groupBy(publications, (publication) => publication.regionCode);
  return new Map(
    stations.map((station) => {
      const reaching = [...(byStation.get(station.id) ?? []), ...ancestorCodes(station.path).flatMap((code) => byRegion.get(code) ?? [])];
      const today = dayAt(station, now);
      const best = new Map<string, BoardRow & { priority: number }>();
      for (const { posting, priority } of reaching) {
        const known = best.get(posting.id);
        if (known === undefined) best.set(posting.id, { ...boardRow(posting, station, today), priority });
        else {
          known.priority = Math.max(known.priority, priority);
          known.expiresAt = later(known.expiresAt, posting.expiresAt);
        }
      }
      const rows = orderRows([...best.values()]).map(({ priority: _, ...row }) => row);
      for (const row of rows) texts.add(row);
      return [station.id, rows];
    }),
  );
}

function stationOnGlass({ id, name, phone, timeZone, hours, brand }: StationRow) {
  return { id, name, phone, timeZone, hours, ...(brand === undefined ? {} : { brand }) };
}

/** Shown here for several reasons, it goes with the last of them. */
const later = (a: string | null, b: string | null) => (a === null || b === null ? null : Date.parse(a) > Date.parse(b) ? a : b);

const dayAt = (station: StationRow, now: Temporal.Instant) => now.toZonedDateTimeISO(station.timeZone).toPlainDate().toString();

/** Screens alike at one station share their pages, and so the sets on them. */
const setsOfPages = new WeakMap<Page, string>();

/** The same screen showing the same set again shows the same code. */
function setKeyOf(screenId: string, page: Page): string {
  let set = setsOfPages.get(page);
  if (set === undefined) {
    set = hash('sha256', (page.all ?? page.rows).map((row) => row.postingId).join(' '), 'base64url').slice(0, 22);
    setsOfPages.set(page, set);
  }
  return `${screenId}:${set}`;
}

export function glassFacts(screen: ScreenRow) {
  const { name, kind, widthMm, heightMm, widthPx, heightPx, viewingDistanceM, mountHeightM, liveMode, soundOn, touch, look } = screen;
  const size = { name, kind, widthMm, heightMm, widthPx, heightPx, viewingDistanceM, mountHeightM, soundOn, touch };
  return { ...size, liveMode, ...(look === null ? {} : { look }) };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
