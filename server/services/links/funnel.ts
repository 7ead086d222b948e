import { and, count, eq, gte, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Funnel, funnelQuery } from '../../contract/browse.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { scans } from '../../db/schema/links.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { requireIn } from '../guard.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { stationWithPath } from '../regions/region-of.ts';

/**
 * From the glass to work: scans → views → verified → grabs → confirmed → started, of one station or of all in the actor's reach. The last 24
 * hours unless a time is given.
 * @throws Refusal STATION_UNKNOWN, NOT_ALLOWED
 */
export async function readFunnel(ctx: Context, actor: Actor, query: z.infer<typeof funnelQuery>): Promise<Funnel> {
  const until = query.until ? Temporal.Instant.from(query.until) : ctx.clock.now();
  const since = query.since ? Temporal.Instant.from(query.since) : until.subtract({ hours: 24 });
  const inScope = await scopeOf(ctx, actor, query.station);
  const stepsFound = await ctx.db
    .select({ step: scans.step, count: count() })
    .from(scans)
    .where(and(gte(scans.at, since), lt(scans.at, until), inScope(scans.stationId)))
    .groupBy(scans.step);
  const steps = new Map(stepsFound.map((row) => [row.step, row.count]));
  const [answered] = await ctx.db
    .select({
      grabs: count(),
      confirmed: sql<number>`count(*) filter (where ${inArray(grabs.state, ['confirmed', 'started'])})::int`,
      started: sql<number>`count(*) filter (where ${isNotNull(grabs.startedAt)})::int`,
    })
    .from(grabs)
    .where(and(gte(grabs.createdAt, since), lt(grabs.createdAt, until), inScope(grabs.stationId)));
  return {
    scans: steps.get('scan') ?? 0,
    views: steps.get('view') ?? 0,
    verifies: steps.get('verify') ?? 0,
    grabs: answered?.grabs ?? 0,
    confirmed: answered?.confirmed ?? 0,
    started: answered?.started ?? 0,
  };
}

type StationColumn = typeof scans.stationId | typeof grabs.stationId;

async function scopeOf(ctx: Context, actor: Actor, stationId: string | undefined): Promise<(column: StationColumn) => SQL | undefined> {
  if (stationId !== undefined) {
    const { path } = await stationWithPath(ctx.db, stationId);
    requireIn(actor, 'clerk', path);
    return (column) => eq(column, stationId);
  }
  const reach = reachOf(actor, 'clerk');
  if (reach === null) return () => undefined;
  if (reach.length === 0) return () => sql`false`;
  return (column) =>
    sql`${column} in (select ${stations.id} from ${stations} join ${regions} on ${regions.code} = ${stations.regionCode} where ${inReach(pathOfStation, reach)})`;
}
