import { and, eq, lt, ne, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import { truthChecks, truthDraws, truthRounds } from '../../db/schema/truth.ts';
import { drawSample } from '../../domain/truth/draw.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { defaultTimeZone, timeZoneOf } from '../regions/region-of.ts';
import { freezeChecks } from './freeze-checks.ts';
import { shownPostings } from './shown-postings.ts';

const drawer = { kind: 'system', name: 'truth' } as const;
/** Before the first calls can be made; the night's proofs have come by then. */
const drawnFromHour = 5;

/** Where a clerk rings up twenty; '' is the whole installation. */
interface Place {
  regionCode: string;
  path: string;
}

/**
 * 上墙真实度: each county, and the installation as a whole where jobs hung in several, draws its week's twenty from the proof of play of the seven days
 * before. Once a week and place: whoever asks again finds the draw that there is.
 * @returns how many rounds were drawn
 */
export async function drawWeek(ctx: Context): Promise<number> {
  const counties = await countiesWithScreens(ctx);
  let drawn = 0;
  for (const county of counties) drawn += await drawRound(ctx, county);
  // What hung in one county alone was drawn there.
  const week = mondayOf(ctx.clock.now().toZonedDateTimeISO(defaultTimeZone)).toString();
  const rounds = await ctx.db.$count(truthRounds, and(eq(truthRounds.week, week), ne(truthRounds.regionCode, '')));
  if (rounds > 1) drawn += await drawRound(ctx, { regionCode: '', path: '' });
  return drawn;
}

/** The county above each station that has a screen; where there is none, the station's own region. */
async function countiesWithScreens({ db }: Context): Promise<Place[]> {
  const { rows } = await db.execute<{ code: string; path: string }>(sql`
    select distinct coalesce(county.code, at.code) as code, coalesce(county.path, at.path) as path
    from ${stations} join ${screens} on ${screens.stationId} = ${stations.id}
    join ${regions} as at on at.code = ${stations.regionCode}
    left join ${regions} as county on county.level = 'county' and starts_with(at.path, county.path)
    order by path`);
  return rows.map(({ code, path }) => ({ regionCode: code, path }));
}

/** The Monday of the week in which an instant falls. */
export function mondayOf(here: Temporal.ZonedDateTime): Temporal.PlainDate {
  return here.toPlainDate().subtract({ days: here.dayOfWeek - 1 });
}

async function drawRound(ctx: Context, { regionCode, path }: Place): Promise<0 | 1> {
  const now = ctx.clock.now();
  const here = now.toZonedDateTimeISO(path === '' ? defaultTimeZone : await timeZoneOf(ctx.db, path));
  if (here.dayOfWeek === 1 && here.hour < drawnFromHour) return 0;
  const monday = mondayOf(here);
  const week = monday.toString();
  const known = await ctx.db.$count(truthRounds, and(eq(truthRounds.week, week), eq(truthRounds.regionCode, regionCode)));
  if (known > 0) return 0;
  const walls = { path, fromDay: monday.subtract({ days: 7 }).toString(), toDay: monday.subtract({ days: 1 }).toString() };
  const population = await shownPostings(ctx.db, walls);
  // A wall on which nothing hung has no truth: the week stands without a round, and the desk says so.
  if (population.length === 0) return 0;
  const seed = Buffer.from(ctx.random.bytes(16)).toString('hex');
  const sample = drawSample(seed, population);
  return ctx.db.transaction(async (tx) => {
    const id = ctx.random.id();
    const { fromDay, toDay } = walls;
    const [round] = await tx
      .insert(truthRounds)
      .values({ id, week, regionCode, fromDay, toDay, seed, population, drawnAt: now })
      .onConflictDoNothing()
      .returning({ id: truthRounds.id });
    if (round === undefined) return 0;
    await closeEarlier(tx, ctx, week);
    const checks = await freezeChecks(tx, ctx, { week, sample, walls });
    await tx.insert(truthDraws).values(checks.map(({ id: checkId }, index) => ({ roundId: id, place: index + 1, checkId })));
    await record(tx, ctx, drawer, {
      area: 'truth',
      action: 'truth.drawn',
      subject: id,
      after: { week, regionCode, fromDay, toDay, seed, population: population.length, drawn: sample },
    });
    for (const desk of new Set(checks.map((check) => check.regionCode)))
      await announce(tx, ctx, { type: 'desk.changed', regionCode: desk, what: 'truth' });
    return 1;
  });
}

/** A week that nobody finished is over: what was not rung up was not reached. */
async function closeEarlier(tx: Tx, ctx: Context, week: string): Promise<void> {
  const left = await tx
    .update(truthChecks)
    .set({ outcome: 'unreached', checkedAt: ctx.clock.now() })
    .where(and(eq(truthChecks.outcome, 'open'), lt(truthChecks.week, week)))
    .returning({ id: truthChecks.id });
  if (left.length > 0)
    await record(tx, ctx, drawer, { area: 'truth', action: 'truth.lapsed', subject: week, after: { checks: left.length } });
}
