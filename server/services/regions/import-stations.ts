import { and, eq, sql } from 'drizzle-orm';
import {
  type ImportOutcome,
  type RegionInput,
  type ScreenInput,
  type StationInput,
  type StationsFile,
  stationsFile,
} from '../../contract/stations.ts';
import type { Tx } from '../../db/database.ts';
import { shows } from '../../db/schema/live.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { type ScreenKind, screenKinds, screens } from '../../db/schema/screens.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { isSameWindow, tellScreensOf } from './set-downloads.ts';

interface Options {
  /** Marked for good: demo stations and screens carry 演示数据. */
  demo?: boolean;
}

/**
 * Reads a stations.json into regions, stations, screens and weekly shows. Doing it again changes what differs and doubles
 * nothing: a region is known by its code, a station by region and name, a screen by station and name.
 * @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, REGION_TWICE, BAD_INPUT
 */
export async function importStations(ctx: Context, actor: Actor, json: StationsFile, options: Options = {}): Promise<ImportOutcome> {
  if (!mayIn(actor, 'admin', '')) throw new Refusal('NOT_ALLOWED');
  const parsed = stationsFile.safeParse(json);
  if (!parsed.success) throw new Refusal('BAD_INPUT', { field: parsed.error.issues[0]?.path.join('.') ?? 'stations.json' });
  const file = parsed.data;
  return await ctx.db.transaction(async (tx) => {
    const rows = file.regions.flatMap((region) => flatten(region, '', null));
    requireOnce(rows);
    if (rows.length > 0) {
      await tx
        .insert(regions)
        .values(rows)
        .onConflictDoUpdate({
          target: regions.code,
          set: { name: sql`excluded.name`, level: sql`excluded.level`, path: sql`excluded.path`, parentCode: sql`excluded.parent_code` },
        });
    }
    const known = new Set((await tx.select({ code: regions.code }).from(regions)).map((region) => region.code));
    let screenCount = 0;
    for (const station of file.stations) {
      if (!known.has(station.region)) throw new Refusal('REGION_UNKNOWN', { region: station.region });
      const stationId = await upsertStation(tx, ctx, station, options);
      for (const screen of station.screens) await upsertScreen(tx, ctx, stationId, screen, options);
      screenCount += station.screens.length;
    }
    for (const show of file.weeklyShows) {
      if (!known.has(show.region)) throw new Refusal('REGION_UNKNOWN', { region: show.region });
      await upsertShow(tx, ctx, show, options);
    }
    const outcome = { regions: rows.length, stations: file.stations.length, screens: screenCount, shows: file.weeklyShows.length };
    await record(tx, ctx, actor, { area: 'settings', action: 'stations.imported', subject: 'stations.json', after: outcome });
    return outcome;
  });
}

type RegionRow = typeof regions.$inferInsert;

/** @throws Refusal REGION_TWICE: of two namesakes with other parents, none is the right one */
function requireOnce(rows: readonly RegionRow[]): void {
  const seen = new Set<string>();
  for (const { code } of rows) {
    if (seen.has(code)) throw new Refusal('REGION_TWICE', { region: code });
    seen.add(code);
  }
}

function flatten(region: RegionInput, above: string, parentCode: string | null): RegionRow[] {
  const path = `${above}${region.code}/`;
  const { code, name, level } = region;
  return [{ code, name, level, path, parentCode }, ...region.children.flatMap((child) => flatten(child, path, code))];
}

async function upsertStation(tx: Tx, ctx: Context, station: StationInput, { demo = false }: Options): Promise<string> {
  const values = {
    regionCode: station.region,
    name: station.name,
    phone: station.phone,
    address: station.address ?? null,
    lat: station.lat ?? null,
    lon: station.lon ?? null,
    hours: station.hours,
    demo,
    ...(station.timeZone === undefined ? {} : { timeZone: station.timeZone }),
    ...(station.downloads === undefined ? {} : { downloads: station.downloads }),
  };
  const [known] = await tx
    .select({ id: stations.id, downloads: stations.downloads })
    .from(stations)
    .where(and(eq(stations.regionCode, station.region), eq(stations.name, station.name)));
  if (known) {
    await tx.update(stations).set(values).where(eq(stations.id, known.id));
    if (station.downloads !== undefined && !isSameWindow(known.downloads, station.downloads)) await tellScreensOf(tx, ctx, known.id);
    return known.id;
  }
  const id = ctx.random.id();
  await tx.insert(stations).values({ id, createdAt: ctx.clock.now(), ...values });
  return id;
}

async function upsertScreen(tx: Tx, ctx: Context, stationId: string, screen: ScreenInput, { demo = false }: Options): Promise<void> {
  const [widthPx = 0, heightPx = 0] = screen.pixels.split('x').map(Number);
  const glass = {
    kind: kindOf(screen, widthPx, heightPx),
    widthMm: Math.round(screen.widthMm),
    heightMm: Math.round(screen.heightMm),
    widthPx,
    heightPx,
    viewingDistanceM: screen.viewingDistanceM,
    mountHeightM: screen.mountHeightM,
    touch: screen.touch ?? false,
    ...(screen.live === undefined ? {} : { liveMode: screen.live }),
    demo,
  };
  const [known] = await tx
    .select({ id: screens.id })
    .from(screens)
    .where(and(eq(screens.stationId, stationId), eq(screens.name, screen.name)));
  if (known) await tx.update(screens).set(glass).where(eq(screens.id, known.id));
  else {
    // The demo's stations have all agreed to its show.
    const liveMode = demo ? 'beside' : 'off';
    await tx.insert(screens).values({ id: ctx.random.id(), stationId, name: screen.name, createdAt: ctx.clock.now(), liveMode, ...glass });
  }
}

/** Said in the file, else read off the glass: a hand's reach away it is a kiosk; few pixels or a long strip are LED. */
function kindOf(screen: ScreenInput, widthPx: number, heightPx: number): ScreenKind {
  const said = screenKinds.find((kind) => kind === screen.kind);
  if (said) return said;
  if (screen.touch) return 'kiosk';
  if (widthPx / heightPx >= 3) return 'led-ultra-wide';
  return widthPx * heightPx < 640 * 480 ? 'led-low-resolution' : 'lcd';
}

async function upsertShow(
  tx: Tx,
  ctx: Context,
  show: NonNullable<StationsFile['weeklyShows']>[number],
  { demo = false }: Options,
): Promise<void> {
  const values = {
    rrule: show.rrule,
    startTime: show.start,
    minutes: show.minutes,
    demo,
    ...(show.timeZone === undefined ? {} : { timeZone: show.timeZone }),
  };
  const [known] = await tx
    .select({ id: shows.id })
    .from(shows)
    .where(and(eq(shows.regionCode, show.region), eq(shows.name, show.name)));
  if (known) await tx.update(shows).set(values).where(eq(shows.id, known.id));
  else
    await tx.insert(shows).values({ id: ctx.random.id(), name: show.name, regionCode: show.region, createdAt: ctx.clock.now(), ...values });
}
