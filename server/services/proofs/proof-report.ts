import { type SQL, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { ProofQuery, ProofReport, ProofRow } from '../../contract/proofs.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { employers, postings, postingVersions } from '../../db/schema/postings.ts';
import { contents } from '../../db/schema/programme.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';

export const longestRangeDays = 366;
/** Rows on a page; a file has them all. */
const mostRows = 500;

export interface ProofScope {
  path: string;
  timeZone: string;
}

/** @throws Refusal NOT_ALLOWED, REGION_UNKNOWN, PROOF_RANGE */
export async function proofScope(ctx: Context, actor: Actor, query: Pick<ProofQuery, 'region' | 'from' | 'to'>): Promise<ProofScope> {
  const path = await regionPath(ctx.db, query.region);
  requireIn(actor, 'clerk', path);
  const days = Temporal.PlainDate.from(query.from).until(Temporal.PlainDate.from(query.to)).days;
  if (days < 0 || days >= longestRangeDays) throw new Refusal('PROOF_RANGE', { days: longestRangeDays });
  return { path, timeZone: await timeZoneOf(ctx.db, path) };
}

/** 播放证明, added up by what is asked: from the sums of days, never from single plays. */
export async function readProofReport(ctx: Context, actor: Actor, query: ProofQuery, most = mostRows): Promise<ProofReport> {
  const { path, timeZone } = await proofScope(ctx, actor, query);
  const rows = await groupedRows(ctx, query, path, most + 1);
  const { rows: totals } = await ctx.db.execute<{ plays: number; ms: number; screens: number; postings: number }>(sql`
    select ${sums}, count(distinct play_days.screen_id)::int as screens,
      count(distinct play_days.subject) filter (where play_days.kind = 'posting')::int as postings
    from ${source} where ${filtersOf(query, path)}`);
  const [total] = totals;
  return {
    rows: rows.slice(0, most),
    more: rows.length > most,
    totals: { plays: total?.plays ?? 0, ms: total?.ms ?? 0, screens: total?.screens ?? 0, postings: total?.postings ?? 0 },
    timeZone,
  };
}

const source = sql`
  play_days
  join ${screens} on ${screens.id} = play_days.screen_id
  join ${stations} on ${stations.id} = play_days.station_id
  join ${regions} on ${regions.code} = ${stations.regionCode}
  left join ${postings} on play_days.kind = 'posting' and ${postings.id} = play_days.subject
  left join ${postingVersions} on ${postingVersions.postingId} = ${postings.id}
    and ${postingVersions.version} = coalesce(${postings.approvedVersion}, ${postings.version})
  left join ${employers} on ${employers.id} = ${postings.employerId}
  left join ${contents} on play_days.kind = 'content' and ${contents.id} = play_days.subject
  left join ${takeovers} on play_days.kind = 'takeover' and ${takeovers.id} = play_days.subject
  cross join lateral unnest(play_days.plays, play_days.ms) with ordinality as slot(plays, ms, place)`;

const sums = sql`coalesce(sum(slot.plays), 0)::int as plays, coalesce(sum(slot.ms), 0)::float8 as ms`;

/** A play of a slide with five jobs is one of the glass, and one of each of the five: never both in one sum. */
function filtersOf({ by, from, to, posting, employer, screen, station }: ProofQuery, path: string): SQL {
  const ofPostings = by === 'posting' || by === 'employer' || posting !== undefined || employer !== undefined;
  const conditions = [
    sql`starts_with(${regions.path}, ${path})`,
    sql`play_days.day between ${from}::date and ${to}::date`,
    by === 'other'
      ? sql`play_days.kind in ('content', 'station', 'show', 'takeover')`
      : sql`play_days.kind = ${ofPostings ? 'posting' : 'screen'}`,
    ...(posting === undefined ? [] : [sql`play_days.subject = ${posting}`]),
    ...(employer === undefined ? [] : [sql`${postings.employerId} = ${employer}`]),
    ...(screen === undefined ? [] : [sql`play_days.screen_id = ${screen}`]),
    ...(station === undefined ? [] : [sql`play_days.station_id = ${station}`]),
  ];
  return sql.join(conditions, sql` and `);
}

interface Group {
  key: SQL;
  label: SQL;
  detail: SQL;
  order: SQL;
}

const mostPlayed = sql`plays desc, key`;
const groups: Record<ProofQuery['by'], Group> = {
  posting: {
    key: sql`play_days.subject`,
    label: sql`max(concat_ws(' ', ${postings.number}::text, ${postingVersions.facts} ->> 'trade'))`,
    detail: sql`max(coalesce(${employers.name}, ${postingVersions.facts} ->> 'employer'))`,
    order: mostPlayed,
  },
  employer: {
    key: sql`coalesce(${postings.employerId}, '')`,
    label: sql`max(coalesce(${employers.name}, ${postingVersions.facts} ->> 'employer', ''))`,
    detail: sql`null`,
    order: mostPlayed,
  },
  screen: {
    key: sql`play_days.screen_id`,
    label: sql`max(${screens.name})`,
    // Of one that was carried about, all of them.
    detail: sql`string_agg(distinct ${stations.name}, '、')`,
    order: sql`detail, label, key`,
  },
  hour: {
    key: sql`(slot.place - 1)::text`,
    label: sql`lpad((slot.place - 1)::text, 2, '0') || ':00'`,
    detail: sql`null`,
    order: sql`label`,
  },
  day: { key: sql`play_days.day::text`, label: sql`play_days.day::text`, detail: sql`null`, order: sql`key` },
  other: {
    key: sql`play_days.kind || ' ' || play_days.subject`,
    label: sql`max(play_days.kind)`,
    detail: sql`max(coalesce(${contents.approved} ->> 'title', ${takeovers.message}, play_days.subject))`,
    order: mostPlayed,
  },
};

async function groupedRows(ctx: Context, query: ProofQuery, path: string, most: number): Promise<ProofRow[]> {
  const { key, label, detail, order } = groups[query.by];
  const by = query.by === 'hour' ? sql`slot.place` : key;
  const { rows } = await ctx.db.execute<{
    key: string;
    label: string | null;
    detail: string | null;
    plays: number;
    ms: number;
    screens: number;
    postings: number;
    first_ms: number;
    last_ms: number;
  }>(sql`
    select ${key} as key, ${label} as label, ${detail} as detail, ${sums},
      count(distinct play_days.screen_id)::int as screens,
      count(distinct play_days.subject) filter (where play_days.kind = 'posting')::int as postings,
      (extract(epoch from min(play_days.first_at)) * 1000)::float8 as first_ms,
      (extract(epoch from max(play_days.last_at)) * 1000)::float8 as last_ms
    from ${source} where ${filtersOf(query, path)} and (slot.plays > 0 or slot.ms > 0)
    group by ${by} order by ${order} limit ${most}`);
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(ms)).toString();
  // A slot of many days has no first and last of its own.
  const moments = (row: { first_ms: number; last_ms: number }) =>
    query.by === 'hour' ? { firstAt: null, lastAt: null } : { firstAt: at(row.first_ms), lastAt: at(row.last_ms) };
  return rows.map(({ first_ms, last_ms, label: words, ...row }) => ({ ...row, label: words ?? '', ...moments({ first_ms, last_ms }) }));
}
