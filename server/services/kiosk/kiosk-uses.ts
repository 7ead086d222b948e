import { and, asc, between, desc, eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { KioskFigure, KioskUses, kioskFiguresQuery } from '../../contract/kiosk.ts';
import { kioskUses } from '../../db/schema/kiosk.ts';
import { links, scans } from '../../db/schema/links.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { useCounts } from '../../domain/kiosk/uses.ts';
import { zoneNow } from '../browse/zone-now.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { pathOfStation } from '../regions/path-of-station.ts';
import { kioskScreen } from './kiosk-screen.ts';

/** A device may have been offline for a month; what it says of other days is a wrong clock. */
const keptDays = 40;

/** Totals only grow, so the larger one holds: sent twice, or after an answer that was lost, they count once. */
export async function recordKioskUses(ctx: Context, screenId: string, { runs }: KioskUses): Promise<void> {
  const { station } = await kioskScreen(ctx, screenId);
  const today = Temporal.PlainDate.from(zoneNow(ctx, station.timeZone).today);
  const believed = runs.filter(({ day }) => {
    const { days } = Temporal.PlainDate.from(day).until(today, { largestUnit: 'days' });
    return days >= -1 && days <= keptDays;
  });
  if (believed.length === 0) return;
  const updatedAt = ctx.clock.now();
  const grown = Object.fromEntries(
    useCounts.map((name) => [name, sql`greatest(${kioskUses[name]}, ${sql.raw(`excluded.${snake(name)}`)})`]),
  );
  await ctx.db
    .insert(kioskUses)
    .values(oneEach(believed).map((run) => ({ ...run, screenId, stationId: station.id, updatedAt })))
    .onConflictDoUpdate({ target: [kioskUses.screenId, kioskUses.day, kioskUses.run], set: { ...grown, updatedAt } });
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** One statement can't touch a row twice. */
function oneEach(runs: KioskUses['runs']): KioskUses['runs'] {
  return [...new Map(runs.map((run) => [`${run.day} ${run.run}`, run])).values()];
}

/** Days shown when nobody asks for others. */
const defaultDays = 30;

/** By kiosk and day, the newest first, in the actor's reach. */
export async function readKioskFigures(ctx: Context, actor: Actor, query: z.output<typeof kioskFiguresQuery>): Promise<KioskFigure[]> {
  const today = Temporal.PlainDate.from(zoneNow(ctx).today);
  const to = query.to ?? today.toString();
  const from = query.from ?? Temporal.PlainDate.from(to).subtract({ days: defaultDays }).toString();
  const totals = Object.fromEntries(useCounts.map((name) => [name, sql<number>`sum(${kioskUses[name]})::int`])) as Record<
    (typeof useCounts)[number],
    ReturnType<typeof sql<number>>
  >;
  const rows = await ctx.db
    .select({
      day: kioskUses.day,
      screenId: kioskUses.screenId,
      screenName: screens.name,
      stationName: stations.name,
      ...totals,
      scans: sql<number>`(select count(*) from ${scans} join ${links} on ${links.code} = ${scans.code}
        where ${scans.screenId} = ${kioskUses.screenId} and ${scans.step} = 'scan'
          and starts_with(${links.setKey}, ${kioskUses.screenId} || ':kiosk:')
          and (${scans.at} at time zone ${stations.timeZone})::date = ${kioskUses.day})::int`,
    })
    .from(kioskUses)
    .innerJoin(screens, eq(screens.id, kioskUses.screenId))
    .innerJoin(stations, eq(stations.id, kioskUses.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(between(kioskUses.day, from, to), inReach(pathOfStation, reachOf(actor, 'clerk'))))
    .groupBy(kioskUses.day, kioskUses.screenId, screens.name, stations.name, stations.timeZone)
    .orderBy(desc(kioskUses.day), asc(stations.name), asc(screens.name))
    .limit(2_000);
  return rows;
}
