import { and, asc, eq, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { mostListed, type ScreenListQuery } from '../../contract/screen-list.ts';
import type { ScreenForStaff } from '../../contract/screens.ts';
import { among } from '../../db/among.ts';
import { screenBeats } from '../../db/schema/health.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import type { SignedManifest } from '../../domain/board/manifest.ts';
import { isOpenAt } from '../../domain/screen/opening-hours.ts';
import { glassFacts } from '../boards/compose-boards.ts';
import { loadTakeovers } from '../boards/load-boards.ts';
import { readManifest } from '../boards/read-manifest.ts';
import { takeoversFor } from '../boards/takeover-on-glass.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { requireIn } from '../guard.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { screenAt } from './held-screen.ts';

/** Some of the screens that this member of staff looks after, by region, station and name: at most `limit`, behind the one named `after`. */
export async function listScreens(ctx: Context, actor: Actor, asked: Partial<ScreenListQuery> = {}): Promise<ScreenForStaff[]> {
  const reach = reachOf(actor, 'clerk');
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({
        screen: screens,
        station: stations,
        path: regions.path,
        beat: screenBeats,
        newest: sql<number | null>`(select max(version) from manifests where screen_id = ${screens.id})`,
      })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .leftJoin(screenBeats, eq(screenBeats.screenId, screens.id))
      .where(
        and(
          inReach(pathOfStation, reach),
          asked.id === undefined ? undefined : eq(screens.id, asked.id),
          asked.ids === undefined ? undefined : among(screens.id, asked.ids),
          asked.station === undefined ? undefined : eq(screens.stationId, asked.station),
          asked.after === undefined ? undefined : behind(asked.after),
        ),
      )
      .orderBy(asc(regions.path), asc(stations.name), asc(screens.name), asc(screens.id))
      .limit(asked.limit ?? mostListed);
    const now = ctx.clock.now();
    const takeovers = await loadTakeovers(tx, now);
    return rows.map(({ screen, station, path, newest, beat }) => ({
      id: screen.id,
      station: { id: station.id, name: station.name, regionCode: station.regionCode, openNow: isOpen(station, now) },
      glass: glassFacts(screen),
      state: screen.revokedAt !== null ? ('revoked' as const) : screen.publicKey === null ? ('unpaired' as const) : ('paired' as const),
      newestVersion: newest,
      presentedVersion: screen.presentedVersion,
      presentedAt: screen.presentedAt?.toString() ?? null,
      lastSeenAt: latest(screen.lastSeenAt, beat?.heardAt ?? null)?.toString() ?? null,
      takeover: takeoversFor(takeovers, screen, { id: station.id, path })[0] ?? null,
      echoes: screen.echoes,
      health: beat?.health ?? null,
    }));
  });
}

/** In the list's own order. */
const behind = (screenId: string) => sql`(${regions.path}, ${stations.name}, ${screens.name}, ${screens.id}) > (
  select r.path, s.name, c.name, c.id from ${screens} as c
  join ${stations} as s on s.id = c.station_id join ${regions} as r on r.code = s.region_code where c.id = ${screenId})`;

const latest = (a: Temporal.Instant | null, b: Temporal.Instant | null) =>
  a === null || (b !== null && b.epochMilliseconds > a.epochMilliseconds) ? b : a;

export function isOpen({ hours, timeZone }: Pick<typeof stations.$inferSelect, 'hours' | 'timeZone'>, now: Temporal.Instant): boolean {
  const here = now.toZonedDateTimeISO(timeZone);
  return isOpenAt(hours, { dayOfWeek: here.dayOfWeek, time: here.toPlainTime().toString({ smallestUnit: 'minute' }) });
}

/** Stations at which a screen can be paired. */
export async function stationsFor(ctx: Context, actor: Actor) {
  return ctx.db
    .select({ id: stations.id, name: stations.name, regionCode: stations.regionCode })
    .from(stations)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(inReach(pathOfStation, reachOf(actor, 'clerk')))
    .orderBy(asc(regions.path), asc(stations.name));
}

/** What a screen should show now, for the preview: the very manifest that the player holds or will fetch. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function previewScreen(ctx: Context, actor: Actor, screenId: string): Promise<SignedManifest | null> {
  requireIn(actor, 'clerk', (await screenAt(ctx.db, screenId)).path);
  const manifest = await readManifest(ctx, screenId);
  return manifest === undefined ? null : (JSON.parse(manifest.body.toString()) as SignedManifest);
}
