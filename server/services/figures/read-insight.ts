import { and, asc, between, eq, gte, lt, type SQL, sql, sum } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type {
  DayFigures,
  FiguresQuery,
  HourFigures,
  Insight,
  RegionFigures,
  StationFigures,
  TradeFigures,
} from '../../contract/figures.ts';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { figureDays, figureHours, figureRuns } from '../../db/schema/rollups.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { dayPayOf, deriveFigures, supplyMeasure, Tally } from '../../domain/figures/derive.ts';
import type { Measure } from '../../domain/figures/measures.ts';
import type { Context } from '../context.ts';
import { readTruth } from './read-truth.ts';
import { type Scope, scopeFor, within } from './scope.ts';

/** Names on a list that somebody reads; the rest is in the sums. */
const mostListed = 200;

/** 数据: the numbers of a region or station for some days. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, STATION_UNKNOWN */
export async function readInsight(ctx: Context, actor: Actor, { from, to, ...asked }: FiguresQuery): Promise<Insight> {
  return insightOf(ctx, await scopeFor(ctx.db, actor, asked), { from, to });
}

/** Read in whatever transaction somebody has open: boards are composed in one. */
export interface FiguresReader extends Pick<Context, 'clock'> {
  db: Database | Tx;
}

/** Reads the sums alone: their number doesn't grow with what happens, only with days and places. */
export async function insightOf(ctx: FiguresReader, scope: Scope, days: { from: string; to: string }): Promise<Insight> {
  const { db } = ctx;
  const supply = scope.kind === 'station' ? 'here' : 'desk';
  const asOf = await reckonedAt(db);
  const whole = await talliesBy(db, scope, days, sql`''`);
  const tally = whole.get('') ?? new Tally();
  return {
    scope: { kind: scope.kind, code: scope.code, name: scope.name },
    timeZone: scope.timeZone,
    ...days,
    asOf: asOf?.toString() ?? null,
    figures: deriveFigures({ tally, supply, asOf: (asOf ?? ctx.clock.now()).toString(), truth: await readTruth(db, scope, days) }),
    otherPay: tally.get(supplyMeasure('other-pay', supply)),
    byTrade: tradesOf(await talliesBy(db, scope, days, sql`${figureDays.trade}`), supply),
    byRegion: scope.kind === 'station' ? [] : await regionsOf(db, scope, await talliesBy(db, scope, days, sql`${figureDays.regionCode}`)),
    byStation: scope.kind === 'station' ? [] : await stationsOf(db, await talliesBy(db, scope, days, sql`${figureDays.stationId}`)),
    byHour: await readHours(db, scope, days),
    byDay: await readDays(db, scope, days),
  };
}

/** When the sums were last brought up to date. */
export async function reckonedAt(db: Database | Tx): Promise<Temporal.Instant | undefined> {
  const [run] = await db.select({ until: figureRuns.until }).from(figureRuns).where(eq(figureRuns.what, 'recent'));
  return run?.until;
}

async function talliesBy(db: Database | Tx, scope: Scope, days: { from: string; to: string }, key: SQL): Promise<Map<string, Tally>> {
  const rows = await db
    .select({ key: sql<string>`${key}`, measure: figureDays.measure, step: figureDays.step, value: sum(figureDays.value).mapWith(Number) })
    .from(figureDays)
    .where(and(between(figureDays.day, days.from, days.to), within(scope, figureDays)))
    .groupBy(sql`1, 2, 3`);
  return gather(rows);
}

function gather(rows: { key: string; measure: Measure; step: number; value: number }[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { key, measure, step, value } of rows) {
    const tally = tallies.get(key) ?? new Tally();
    tallies.set(key, tally);
    tally.add(measure, step, value);
  }
  return tallies;
}

function tradesOf(tallies: ReadonlyMap<string, Tally>, supply: 'desk' | 'here'): TradeFigures[] {
  return [...tallies]
    .filter(([trade]) => trade !== '')
    .map(([trade, tally]) => ({
      trade,
      postings: tally.get(supplyMeasure('postings', supply)),
      headcount: tally.get(supplyMeasure('headcount', supply)),
      dayPay: dayPayOf(tally, supply),
      grabs: tally.get('grabs'),
      confirmed: tally.get('confirmed'),
      atWork: tally.get('at-work'),
    }))
    .filter(({ postings, grabs, atWork }) => postings + grabs + atWork > 0)
    .sort((a, b) => b.headcount - a.headcount || b.postings - a.postings || a.trade.localeCompare(b.trade, 'zh-CN'))
    .slice(0, mostListed);
}

/** The region's children, each with its whole subtree; what belongs to the region itself stands under its own name. */
async function regionsOf(db: Database | Tx, scope: Scope, tallies: ReadonlyMap<string, Tally>): Promise<RegionFigures[]> {
  const inside = await db
    .select({ code: regions.code, name: regions.name, path: regions.path })
    .from(regions)
    .where(sql`${regions.path} like ${`${scope.path}%`}`)
    .orderBy(asc(regions.path));
  const byPath = new Map(inside.map((region) => [region.path, region]));
  const found = new Map<string, RegionFigures>();
  for (const region of inside) {
    const tally = tallies.get(region.code);
    if (!tally) continue;
    const [child] = region.path.slice(scope.path.length).split('/');
    const shown = (child && byPath.get(`${scope.path}${child}/`)) || region;
    const figures = found.get(shown.code) ?? {
      code: shown.code,
      name: shown.name,
      postings: 0,
      headcount: 0,
      scans: 0,
      grabs: 0,
      confirmed: 0,
      atWork: 0,
    };
    found.set(shown.code, figures);
    figures.postings += tally.get('postings');
    figures.headcount += tally.get('headcount');
    figures.scans += tally.get('scans');
    figures.grabs += tally.get('grabs');
    figures.confirmed += tally.get('confirmed');
    figures.atWork += tally.get('at-work');
  }
  return [...found.values()].sort((a, b) => b.headcount - a.headcount || a.code.localeCompare(b.code)).slice(0, mostListed);
}

async function stationsOf(db: Database | Tx, tallies: ReadonlyMap<string, Tally>): Promise<StationFigures[]> {
  const busiest = [...tallies]
    .filter(([stationId]) => stationId !== '')
    .map(([id, tally]) => ({
      id,
      scans: tally.get('scans'),
      grabs: tally.get('grabs'),
      confirmed: tally.get('confirmed'),
      atWork: tally.get('at-work'),
    }))
    .filter(({ scans, grabs, atWork }) => scans + grabs + atWork > 0)
    .sort((a, b) => b.atWork - a.atWork || b.confirmed - a.confirmed || b.grabs - a.grabs || b.scans - a.scans)
    .slice(0, mostListed);
  const names = new Map((await db.select({ id: stations.id, name: stations.name }).from(stations)).map(({ id, name }) => [id, name]));
  return busiest.map((station) => ({ ...station, name: names.get(station.id) ?? '' }));
}

const flowOf = (tally: Tally, scope: Scope) => {
  const supply = scope.kind === 'station' ? 'here' : 'desk';
  return {
    postings: tally.get(supplyMeasure('postings', supply)),
    headcount: tally.get(supplyMeasure('headcount', supply)),
    scans: tally.get('scans'),
    views: tally.get('views'),
    grabs: tally.get('grabs'),
    confirmed: tally.get('confirmed'),
  };
};

/** Of days of up to a month; over longer ones the hours of the last month. */
const mostHourDays = 31;

export async function readHours(db: Database | Tx, scope: Scope, days: { from: string; to: string }): Promise<HourFigures[]> {
  const last = Temporal.PlainDate.from(days.to);
  const earliest = last.subtract({ days: mostHourDays - 1 });
  const first =
    Temporal.PlainDate.compare(Temporal.PlainDate.from(days.from), earliest) < 0 ? earliest : Temporal.PlainDate.from(days.from);
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(scope.timeZone).toInstant();
  const rows = await db
    .select({
      key: sql<string>`extract(hour from ${figureHours.at} at time zone ${scope.timeZone})::int::text`,
      measure: figureHours.measure,
      step: figureHours.step,
      value: sum(figureHours.value).mapWith(Number),
    })
    .from(figureHours)
    .where(and(gte(figureHours.at, startOf(first)), lt(figureHours.at, startOf(last.add({ days: 1 }))), within(scope, figureHours)))
    .groupBy(sql`1, 2, 3`);
  const tallies = gather(rows);
  return Array.from({ length: 24 }, (_, hour) => ({ hour, ...flowOf(tallies.get(String(hour)) ?? new Tally(), scope) }));
}

/** Every day of the period, also those on which nothing happened: a line has no holes. */
export async function readDays(db: Database | Tx, scope: Scope, days: { from: string; to: string }): Promise<DayFigures[]> {
  const tallies = await talliesBy(db, scope, days, sql`${figureDays.day}::text`);
  const result: DayFigures[] = [];
  const last = Temporal.PlainDate.from(days.to);
  for (let day = Temporal.PlainDate.from(days.from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const tally = tallies.get(day.toString()) ?? new Tally();
    result.push({ day: day.toString(), ...flowOf(tally, scope), atWork: tally.get('at-work'), unconfirmed: tally.get('work-unconfirmed') });
  }
  return result;
}
