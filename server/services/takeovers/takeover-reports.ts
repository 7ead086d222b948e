import { desc, eq, gt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { TakeoverDetail, TakeoverReport } from '../../contract/takeovers.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { takeoverAnswers } from '../../db/schema/proofs.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { isOpenAt } from '../../domain/screen/opening-hours.ts';
import { measureDrill } from '../../domain/takeover/drill.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { targetOf } from '../screens/takeover-target.ts';
import { isOver, mayLiftNow } from '../screens/takeovers.ts';

type Takeover = typeof takeovers.$inferSelect;

const listedFor = Temporal.Duration.from({ hours: 90 * 24 });
const mostListed = 100;

/** Takeovers and drills of the last quarter, where this member of staff answers for them, newest first. */
export async function listReports(ctx: Context, actor: Actor): Promise<TakeoverReport[]> {
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(takeovers)
      .where(gt(takeovers.startsAt, ctx.clock.now().subtract(listedFor)))
      .orderBy(desc(takeovers.startsAt), desc(takeovers.id))
      .limit(mostListed);
    const listed: TakeoverReport[] = [];
    for (const row of rows) if (await isOver(tx, actor, row)) listed.push((await reportOf(tx, ctx, actor, row)).report);
    return listed;
  });
}

/** One of them, glass by glass. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function readReport(ctx: Context, actor: Actor, takeoverId: string): Promise<TakeoverDetail> {
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(takeovers).where(eq(takeovers.id, takeoverId));
    if (row === undefined) throw new Refusal('NOT_FOUND');
    if (!(await isOver(tx, actor, row))) throw new Refusal('NOT_ALLOWED');
    const { report, after } = await reportOf(tx, ctx, actor, row);
    const glass = await tx
      .select({ id: screens.id, name: screens.name, lastSeenAt: screens.lastSeenAt, station: stations })
      .from(screens)
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .where(among(screens.id, row.reached));
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

async function reportOf(tx: Tx, ctx: Context, actor: Actor, row: Takeover) {
  const answers = await tx.select().from(takeoverAnswers).where(eq(takeoverAnswers.takeoverId, row.id));
  const after = new Map(
    answers.map(({ screenId, shownAt }) => [screenId, Math.round(shownAt.epochMilliseconds - row.startsAt.epochMilliseconds)]),
  );
  const stands = row.liftedAt === null && row.endsAt.epochMilliseconds > ctx.clock.now().epochMilliseconds;
  const report: TakeoverReport = {
    id: row.id,
    kind: row.kind,
    message: row.message,
    drill: row.drill,
    reach: await reachWords(tx, row),
    raisedBy: await personWords(tx, row.raisedBy),
    startsAt: row.startsAt.toString(),
    endsAt: row.endsAt.toString(),
    liftedAt: row.liftedAt?.toString() ?? null,
    liftedBy: row.liftedBy === null ? null : await personWords(tx, row.liftedBy),
    stands,
    mayLift: stands && mayLiftNow(ctx, actor, row),
    figures: measureDrill(row.reached.map((screenId) => ({ screenId, afterMs: after.get(screenId) }))),
  };
  return { report, after };
}

/** The name of the place; empty for everywhere. */
async function reachWords(tx: Tx, row: Takeover): Promise<string> {
  const target = targetOf(row);
  switch (target.kind) {
    case 'screen': {
      const [at] = await tx
        .select({ name: screens.name, station: stations.name })
        .from(screens)
        .innerJoin(stations, eq(stations.id, screens.stationId))
        .where(eq(screens.id, target.screenId));
      return at === undefined ? target.screenId : `${at.station} · ${at.name}`;
    }
    case 'station':
      return (
        (await tx.select({ name: stations.name }).from(stations).where(eq(stations.id, target.stationId)))[0]?.name ?? target.stationId
      );
    case 'region':
      return (
        (await tx.select({ name: regions.name }).from(regions).where(eq(regions.code, target.regionCode)))[0]?.name ?? target.regionCode
      );
    case 'all':
      return '';
  }
}

/** Names are for people: the audit keeps the id. */
export async function personWords(tx: Tx, named: string): Promise<string> {
  if (!named.startsWith('staff:')) return named;
  const [person] = await tx
    .select({ name: user.name })
    .from(user)
    .where(eq(user.id, named.slice('staff:'.length)));
  return person?.name ?? named;
}

function wasOpen({ hours, timeZone }: Pick<typeof stations.$inferSelect, 'hours' | 'timeZone'>, at: Temporal.Instant): boolean {
  const here = at.toZonedDateTimeISO(timeZone);
  return isOpenAt(hours, { dayOfWeek: here.dayOfWeek, time: here.toPlainTime().toString({ smallestUnit: 'minute' }) });
}
