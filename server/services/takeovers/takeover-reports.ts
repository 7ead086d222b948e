import { eq, gt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { Temporal } from 'temporal-polyfill';
import type { TakeoverDetail, TakeoverReport } from '../../contract/takeovers.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isOpenAt } from '../../domain/screen/opening-hours.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { pathOfPlace } from '../regions/path-of-station.ts';
import { targetOf } from '../screens/takeover-target.ts';
import { mayLiftNow, raisedWith } from '../screens/takeovers.ts';
import { glassOfPress, listPresses, type Press } from './presses.ts';

const listedFor = Temporal.Duration.from({ hours: 90 * 24 });

/** Takeovers and drills of the last quarter, where this member of staff answers for them, newest first; those raised in one go are one. */
export async function listReports(ctx: Context, actor: Actor): Promise<TakeoverReport[]> {
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const presses = await listPresses(tx, { actor, now, which: gt(takeovers.startsAt, now.subtract(listedFor)) });
    const told = await loadTold(tx).where(
      among(
        takeovers.id,
        presses.map(({ id }) => id),
      ),
    );
    const byId = new Map(told.map((one) => [one.takeover.id, one]));
    return presses.flatMap((press) => {
      const one = byId.get(press.id);
      return one === undefined ? [] : [reportOf(ctx, actor, one, press)];
    });
  });
}

/** One of them, with those raised in one go with it, glass by glass. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function readReport(ctx: Context, actor: Actor, takeoverId: string): Promise<TakeoverDetail> {
  return ctx.db.transaction(async (tx) => {
    const [told] = await loadTold(tx).where(eq(takeovers.id, takeoverId));
    if (told === undefined) throw new Refusal('NOT_FOUND');
    const { takeover: row, path } = told;
    requireIn(actor, targetOf(row).kind === 'all' ? 'admin' : 'clerk', path ?? '');
    const asked = { actor, now: ctx.clock.now(), which: raisedWith(takeoverId) };
    const [press] = await listPresses(tx, asked);
    if (press === undefined) throw new Refusal('NOT_FOUND');
    const after = await glassOfPress(tx, asked);
    const glass = await tx
      .select({ id: screens.id, name: screens.name, lastSeenAt: screens.lastSeenAt, station: stations })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .where(among(screens.id, [...after.keys()]));
    return {
      ...reportOf(ctx, actor, told, press),
      glass: glass
        .map(({ id, name, lastSeenAt, station }) => ({
          screenId: id,
          name,
          station: station.name,
          afterMs: after.get(id) ?? null,
          openThen: wasOpen(station, row.startsAt),
          lastSeenAt: lastSeenAt?.toString() ?? null,
        }))
        // Who did not answer comes first: that is what somebody has to go and see.
        .sort(
          (a, b) => (b.afterMs ?? Number.POSITIVE_INFINITY) - (a.afterMs ?? Number.POSITIVE_INFINITY) || (a.station < b.station ? -1 : 1),
        ),
    };
  });
}

const raiser = alias(user, 'raiser');
const lifter = alias(user, 'lifter');

/** Takeovers with the names of their places and people: names are for people, the audit keeps the ids. */
const loadTold = (tx: Tx) =>
  tx
    .select({
      takeover: takeovers,
      path: pathOfPlace,
      region: regions.name,
      station: stations.name,
      screen: screens.name,
      raiser: raiser.name,
      lifter: lifter.name,
    })
    .from(takeovers)
    .leftJoin(screens, eq(screens.id, takeovers.screenId))
    .leftJoin(stations, sql`${stations.id} = coalesce(${takeovers.stationId}, ${screens.stationId})`)
    .leftJoin(regions, sql`${regions.code} = coalesce(${takeovers.regionCode}, ${stations.regionCode})`)
    .leftJoin(raiser, sql`${takeovers.raisedBy} = 'staff:' || ${raiser.id}`)
    .leftJoin(lifter, sql`${takeovers.liftedBy} = 'staff:' || ${lifter.id}`)
    .$dynamic();
type Told = Awaited<ReturnType<typeof loadTold>>[number];

function reportOf(ctx: Context, actor: Actor, told: Told, { raised, standing, isLifted, figures }: Press): TakeoverReport {
  const row = told.takeover;
  const stands = standing > 0;
  const lifted = isLifted ? { at: row.liftedAt, by: row.liftedBy } : { at: null, by: null };
  return {
    id: row.id,
    kind: row.kind,
    message: row.message,
    drill: row.drill,
    reach: reachWords(told),
    raised,
    together: standing,
    raisedBy: told.raiser ?? row.raisedBy,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    liftedAt: lifted.at?.toString() ?? null,
    liftedBy: lifted.by === null ? null : (told.lifter ?? lifted.by),
    stands,
    mayLift: stands && mayLiftNow(ctx, actor, row),
    figures,
  };
}

/** The name of the place; empty for everywhere. */
function reachWords({ takeover, region, station, screen }: Told): string {
  const target = targetOf(takeover);
  switch (target.kind) {
    case 'screen':
      return screen === null ? target.screenId : `${station ?? ''} · ${screen}`;
    case 'station':
      return station ?? target.stationId;
    case 'region':
      return region ?? target.regionCode;
    case 'all':
      return '';
  }
}

function wasOpen({ hours, timeZone }: Pick<typeof stations.$inferSelect, 'hours' | 'timeZone'>, at: Temporal.Instant): boolean {
  const here = at.toZonedDateTimeISO(timeZone);
  return isOpenAt(hours, { dayOfWeek: here.dayOfWeek, time: here.toPlainTime().toString({ smallestUnit: 'minute' }) });
}
