import { eq, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { grabs } from '../../db/schema/grabs.ts';
import { stations } from '../../db/schema/org.ts';
import { figureDays, figureHours, figureRuns } from '../../db/schema/rollups.ts';
import type { Context } from '../context.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { answers } from './answers.ts';
import { attention, showViews } from './attention.ts';
import { type Source, type Span, startOfHour } from './hours.ts';
import { plays } from './plays.ts';
import { supply } from './supply.ts';
import { work } from './work.ts';

type Reckoner = Pick<Context, 'db' | 'clock'>;

/** Of these only the hour itself changes what belongs to it. */
const momentary: readonly Source[] = [supply, attention, showViews];
/** A grab is answered, a day is worked, a play is reported hours or days after the hour to which it counts. */
const lateHours = 100;
const late: readonly Source[] = [answers, work, plays];
/** What comes later still is found at night: a screen that was offline for a month, a grab that was cancelled after a week. */
const nightlyDays = 35;

/**
 * Brings the sums up to now, from where the last run stopped. Runs of two processes wait for each other, and the same records give the same rows:
 * a job that comes twice changes nothing.
 */
export async function reckonRecent(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const last = await lastRun(ctx);
  if (last === undefined) await reckonDays(ctx, nightlyDays);
  else await reckonSince(ctx, last, now);
  await ctx.bus.publish(reckonedTopic, { until: now.toString() });
}

async function reckonSince(ctx: Reckoner, last: Temporal.Instant, now: Temporal.Instant): Promise<void> {
  const to = startOfHour(now).add({ hours: 1 });
  const from = startOfHour(last).subtract({ hours: 1 });
  await reckon(ctx, momentary, { from, to });
  await reckon(ctx, late, { from: from.subtract({ hours: lateHours }), to });
  await keepRun(ctx, 'recent', now);
}

/** All sums of the last so many days, day by day: no transaction holds the house up for long. */
async function reckonDays(ctx: Reckoner, days: number): Promise<void> {
  const now = ctx.clock.now();
  const end = startOfHour(now).add({ hours: 1 });
  for (let from = end.subtract({ hours: days * 24 }); Temporal.Instant.compare(from, end) < 0; from = from.add({ hours: 24 })) {
    const to = Temporal.Instant.fromEpochMilliseconds(Math.min(from.add({ hours: 24 }).epochMilliseconds, end.epochMilliseconds));
    await reckon(ctx, [...momentary, ...late], { from, to });
  }
  await keepRun(ctx, 'days', now);
  await keepRun(ctx, 'recent', now);
}

export const reckonNightly = (ctx: Context): Promise<void> => reckonDays(ctx, nightlyDays);

/** Everything anew, from the first posting on. @returns how many days */
export async function rebuildFigures(ctx: Reckoner): Promise<number> {
  const [first] = await ctx.db
    .execute<{ at: string | null }>(sql`
    select least(
      (select min(coalesce(first_published_at, approved_at)) from postings),
      (select min(created_at) from ${grabs}),
      (select min(at) from scans))::text as at`)
    .then(({ rows }) => rows);
  if (first?.at == null) return 0;
  const hours = ctx.clock.now().since(Temporal.Instant.from(first.at)).total('hours');
  const days = Math.ceil(hours / 24) + 1;
  await reckonDays(ctx, days);
  return days;
}

/** On the bus, whenever the sums are new: who shows them reads them again. */
export const reckonedTopic = 'figures.reckoned';

async function lastRun(ctx: Reckoner): Promise<Temporal.Instant | undefined> {
  const [run] = await ctx.db.select({ until: figureRuns.until }).from(figureRuns).where(eq(figureRuns.what, 'recent'));
  return run?.until;
}

async function keepRun(ctx: Reckoner, what: 'recent' | 'days', until: Temporal.Instant): Promise<void> {
  const run = { until, finishedAt: ctx.clock.now() };
  await ctx.db
    .insert(figureRuns)
    .values({ what, ...run })
    .onConflictDoUpdate({ target: figureRuns.what, set: run });
}

async function reckon(ctx: Reckoner, sources: readonly Source[], span: Span): Promise<void> {
  for (const source of sources)
    await ctx.db.transaction(async (tx) => {
      await holdFigures(tx);
      const { rows } = await source.gather(tx, span);
      await compareByHash(tx);
      await storeHours(tx, source, span, rows);
      await storeDays(tx, source, span);
    });
}

/** One run at a time. ('figu' in ASCII; released with the transaction.) */
const holdFigures = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(${0x66696775})`);

/**
 * What is new and what is held are compared row by row, and PostgreSQL can't know how many rows were handed to it: it takes them for a few, and loops over
 * both. With three thousand screens that was half a minute in which nobody was served. Holds until the transaction ends.
 */
const compareByHash = (tx: Tx) => tx.execute(sql`set local enable_nestloop = off`);

const keys = ['regionCode', 'stationId', 'trade', 'measure', 'step'] as const;
const keyColumns = sql.raw('region_code, station_id, trade, measure, step');
const sameKey = sql.raw(
  keys
    .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    .map((name) => `fresh.${name} = held.${name}`)
    .join(' and '),
);
const measuresOf = ({ measures }: Source) => sql.param(measures as readonly string[]);

/** Only what differs is written: a quiet hour costs no row. */
async function storeHours(tx: Tx, source: Source, { from, to }: Span, rows: unknown[]): Promise<void> {
  await tx.execute(sql`
    with fresh as (
      select at, "regionCode" as region_code, "stationId" as station_id, trade, measure, step, value
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(at timestamptz, "regionCode" text, "stationId" text, trade text, measure text, step int, value bigint)
    ), gone as (
      delete from ${figureHours} as held
      where held.at >= ${from.toString()}::timestamptz and held.at < ${to.toString()}::timestamptz
        and held.measure = any(${measuresOf(source)}::text[])
        and not exists (select 1 from fresh where fresh.at = held.at and ${sameKey})
    )
    insert into ${figureHours} as held (at, ${keyColumns}, value)
    select at, ${keyColumns}, value from fresh
    on conflict (at, ${keyColumns}) do update set value = excluded.value where held.value <> excluded.value`);
}

/** The days that the span touches, each in its station's zone. */
async function storeDays(tx: Tx, source: Source, { from, to }: Span): Promise<void> {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(defaultTimeZone).toPlainDate();
  const first = dayOf(from).subtract({ days: 1 }).toString();
  const last = dayOf(to).add({ days: 1 }).toString();
  // A day of any zone lies within a day on either side of the same day in Shanghai.
  await tx.execute(sql`
    with fresh as (
      select (h.at at time zone coalesce(s.time_zone, ${defaultTimeZone}))::date as day,
        h.region_code, h.station_id, h.trade, h.measure, h.step, sum(h.value)::bigint as value
      from ${figureHours} as h left join ${stations} as s on s.id = h.station_id
      where h.at >= ${first}::date - interval '1 day' and h.at < ${last}::date + interval '2 days'
        and h.measure = any(${measuresOf(source)}::text[])
        and (h.at at time zone coalesce(s.time_zone, ${defaultTimeZone}))::date between ${first}::date and ${last}::date
      group by 1, 2, 3, 4, 5, 6
    ), gone as (
      delete from ${figureDays} as held
      where held.day between ${first}::date and ${last}::date and held.measure = any(${measuresOf(source)}::text[])
        and not exists (select 1 from fresh where fresh.day = held.day and ${sameKey})
    )
    insert into ${figureDays} as held (day, ${keyColumns}, value)
    select day, ${keyColumns}, value from fresh
    on conflict (day, ${keyColumns}) do update set value = excluded.value where held.value <> excluded.value`);
}
