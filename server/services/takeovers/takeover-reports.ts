import { and, desc, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { Temporal } from 'temporal-polyfill';
import type { TakeoverDetail, TakeoverReport } from '../../contract/takeovers.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { takeoverAnswers } from '../../db/schema/proofs.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import { type Actor, mayIn, reachOf } from '../../domain/access/actor.ts';
import { isOpenAt } from '../../domain/screen/opening-hours.ts';
import { measureDrill } from '../../domain/takeover/drill.ts';
import type { Context } from '../context.ts';
import { inReach } from '../fleet/in-reach.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { pathOfPlace } from '../regions/path-of-station.ts';
import { targetOf } from '../screens/takeover-target.ts';
import { mayLiftNow, ofOnePress, raisedWith } from '../screens/takeovers.ts';

const listedFor = Temporal.Duration.from({ hours: 90 * 24 });
const mostListed = 100;

/** Takeovers and drills of the last quarter, where this member of staff answers for them, newest first; those raised in one go are one. */
export async function listReports(ctx: Context, actor: Actor): Promise<TakeoverReport[]> {
  return ctx.db.transaction(async (tx) => {
    const since = gt(takeovers.startsAt, ctx.clock.now().subtract(listedFor));
    const raised = await gathered(tx, actor, since);
    const rows = await loadTold(tx)
      .where(
        among(
          takeovers.id,
          raised.map(({ id }) => id),
        ),
      )
      .orderBy(desc(takeovers.startsAt), desc(takeovers.id));
    return (await reportsOf(tx, ctx, actor, { rows, raised })).map(({ report }) => report);
  });
}

/** One of them, with those raised in one go with it, glass by glass. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function readReport(ctx: Context, actor: Actor, takeoverId: string): Promise<TakeoverDetail> {
  return ctx.db.transaction(async (tx) => {
    const found = await loadTold(tx).where(eq(takeovers.id, takeoverId));
    const [told] = found;
    if (told === undefined) throw new Refusal('NOT_FOUND');
    const { takeover: row, path } = told;
    requireIn(actor, targetOf(row).kind === 'all' ? 'admin' : 'clerk', path ?? '');
    const raised = (await gathered(tx, actor, raisedWith(takeoverId))).map((one) => ({ ...one, id: takeoverId }));
    const [reported] = await reportsOf(tx, ctx, actor, { rows: found, raised });
    if (reported === undefined) throw new Refusal('NOT_FOUND');
    const { report, reached, after } = reported;
    const glass = await tx
      .select({ id: screens.id, name: screens.name, lastSeenAt: screens.lastSeenAt, station: stations })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .where(among(screens.id, reached));
    return {
      ...report,
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

const isEverywhere = and(isNull(takeovers.screenId), isNull(takeovers.stationId), isNull(takeovers.regionCode));
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

/** What was raised in one go: the last of it stands for all. */
interface Raised {
  id: string;
  ids: string[];
}

/** Those of one press together, as far as the actor answers for them, the newest first. */
async function gathered(tx: Tx, actor: Actor, which: SQL): Promise<Raised[]> {
  const placed = and(isNotNull(regions.path), inReach(pathOfPlace, reachOf(actor, 'clerk')));
  return tx
    .select({
      id: sql<string>`max(${takeovers.id})`,
      ids: sql<string[]>`array_agg(${takeovers.id} order by ${takeovers.id})`,
    })
    .from(takeovers)
    .leftJoin(screens, eq(screens.id, takeovers.screenId))
    .leftJoin(stations, sql`${stations.id} = coalesce(${takeovers.stationId}, ${screens.stationId})`)
    .leftJoin(regions, sql`${regions.code} = coalesce(${takeovers.regionCode}, ${stations.regionCode})`)
    .where(and(which, or(placed, mayIn(actor, 'admin', '') ? isEverywhere : undefined)))
    .groupBy(...ofOnePress)
    .orderBy(desc(takeovers.startsAt), desc(sql`max(${takeovers.id})`))
    .limit(mostListed);
}

async function reportsOf(tx: Tx, ctx: Context, actor: Actor, { rows, raised }: { rows: readonly Told[]; raised: readonly Raised[] }) {
  const ids = raised.flatMap((one) => one.ids);
  const of = new Map(raised.map((one) => [one.id, one.ids]));
  const answers = await tx.select().from(takeoverAnswers).where(among(takeoverAnswers.takeoverId, ids));
  const answered = Map.groupBy(answers, ({ takeoverId }) => takeoverId);
  const known = await tx
    .select({ id: takeovers.id, reached: takeovers.reached, liftedAt: takeovers.liftedAt })
    .from(takeovers)
    .where(among(takeovers.id, ids));
  const byId = new Map(known.map((one) => [one.id, one]));
  return rows.map((told) => {
    const together = of.get(told.takeover.id) ?? [];
    const startedMs = told.takeover.startsAt.epochMilliseconds;
    const after = new Map(
      together
        .flatMap((id) => answered.get(id) ?? [])
        .map(({ screenId, shownAt }) => [screenId, Math.round(shownAt.epochMilliseconds - startedMs)]),
    );
    const each = together.flatMap((id) => byId.get(id) ?? []);
    const reached = [...new Set(each.flatMap((one) => one.reached))];
    const isLifted = each.every(({ liftedAt }) => liftedAt !== null);
    return { report: reportOf(ctx, actor, told, { together: together.length, reached, after, isLifted }), reached, after };
  });
}

function reportOf(
  ctx: Context,
  actor: Actor,
  told: Told,
  {
    together,
    reached,
    after,
    isLifted,
  }: { together: number; reached: readonly string[]; after: ReadonlyMap<string, number>; isLifted: boolean },
): TakeoverReport {
  const row = told.takeover;
  const stands = !isLifted && row.endsAt.epochMilliseconds > ctx.clock.now().epochMilliseconds;
  const lifted = isLifted ? { at: row.liftedAt, by: row.liftedBy } : { at: null, by: null };
  return {
    id: row.id,
    kind: row.kind,
    message: row.message,
    drill: row.drill,
    reach: reachWords(told),
    together,
    raisedBy: told.raiser ?? row.raisedBy,
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    liftedAt: lifted.at?.toString() ?? null,
    liftedBy: lifted.by === null ? null : (told.lifter ?? lifted.by),
    stands,
    mayLift: stands && mayLiftNow(ctx, actor, row),
    figures: measureDrill(reached.map((screenId) => ({ screenId, afterMs: after.get(screenId) }))),
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
