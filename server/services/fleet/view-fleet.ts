import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { FleetTurns, FleetView } from '../../contract/fleet.ts';
import { screenGroupMembers, screenTags } from '../../db/schema/fleet.ts';
import { screenBeats, screenConditions } from '../../db/schema/health.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { loadTakeovers } from '../boards/load-boards.ts';
import { takeoversFor } from '../boards/takeover-on-glass.ts';
import type { Context } from '../context.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { isOpen } from '../screens/list-screens.ts';
import { inReach } from './in-reach.ts';

/** Of thousands: what a row, a mark and a filter need, and what tells which takeover holds. */
const thinly = {
  id: screens.id,
  name: screens.name,
  stationId: screens.stationId,
  kind: screens.kind,
  widthPx: screens.widthPx,
  heightPx: screens.heightPx,
  publicKey: screens.publicKey,
  revokedAt: screens.revokedAt,
};

/** All the screens that this member of staff looks after, thinly; or one of them, for the page that is about it. */
export async function viewFleet(ctx: Context, actor: Actor, only: { screenId?: string | undefined } = {}): Promise<FleetView> {
  const reach = inReach(pathOfStation, reachOf(actor, 'clerk'));
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const rows = await tx
      .select({
        screen: thinly,
        condition: screenConditions,
        path: regions.path,
        appVersion: sql<string | null>`${screenBeats.health} ->> 'appVersion'`,
        groups: sql<string[]>`array(select group_id from ${screenGroupMembers} where ${screenGroupMembers.screenId} = ${screens.id})`,
        tags: sql<string[]>`array(select tag from ${screenTags} where ${screenTags.screenId} = ${screens.id} order by tag)`,
      })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .leftJoin(screenBeats, eq(screenBeats.screenId, screens.id))
      .leftJoin(screenConditions, eq(screenConditions.screenId, screens.id))
      .where(and(reach, only.screenId === undefined ? undefined : eq(screens.id, only.screenId)))
      .orderBy(asc(regions.path), asc(stations.name), asc(screens.name));
    const places = await tx
      .select({ station: stations })
      .from(stations)
      .innerJoin(regions, eq(regions.code, stations.regionCode))
      .where(reach)
      .orderBy(asc(regions.path), asc(stations.name));
    const takeovers = await loadTakeovers(tx, now);
    return {
      at: now.toString(),
      stations: places.map(({ station: { id, name, regionCode, lat, lon, hours, timeZone } }) => ({
        id,
        name,
        regionCode,
        position: lat === null || lon === null ? null : { lat, lon },
        openNow: isOpen({ hours, timeZone }, now),
      })),
      screens: rows.map(({ screen, condition, path, appVersion, groups, tags }) => {
        const device = deviceOf(screen);
        const known = device === 'paired' ? condition : null;
        return {
          id: screen.id,
          name: screen.name,
          stationId: screen.stationId,
          kind: screen.kind,
          widthPx: screen.widthPx,
          heightPx: screen.heightPx,
          device,
          state: known?.state ?? null,
          reasons: known?.reasons ?? [],
          since: known?.since.toString() ?? null,
          appVersion,
          takeover: takeoversFor(takeovers, screen, { id: screen.stationId, path })[0]?.kind ?? null,
          groups,
          tags,
        };
      }),
    };
  });
}

const deviceOf = ({ revokedAt, publicKey }: Pick<typeof screens.$inferSelect, 'revokedAt' | 'publicKey'>) =>
  revokedAt !== null ? ('revoked' as const) : publicKey === null ? ('unpaired' as const) : ('paired' as const);

/** What has turned since somebody looked: a page of five thousand asks every few seconds, and mostly nothing has. */
export async function fleetTurnsSince(ctx: Context, actor: Actor, since: string): Promise<FleetTurns> {
  const reach = inReach(pathOfStation, reachOf(actor, 'clerk'));
  const at = ctx.clock.now().toString();
  const [count] = await ctx.db
    .select({ total: sql<number>`count(*)::int` })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(reach);
  // By when it was written, not since when it holds: silence is dated back to the last beat. A second more, for what was being written.
  const turned = await ctx.db
    .select({
      id: screenConditions.screenId,
      state: screenConditions.state,
      reasons: screenConditions.reasons,
      since: screenConditions.since,
    })
    .from(screenConditions)
    .innerJoin(screens, eq(screens.id, screenConditions.screenId))
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(sql`${gt(screenConditions.turnedAt, sql`${since}::timestamptz - interval '1 second'`)} and ${reach ?? sql`true`}`);
  return { at, total: count?.total ?? 0, turned: turned.map((row) => ({ ...row, since: row.since.toString() })) };
}
