import { and, arrayContains, asc, count, desc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { BrowsePage, BrowseQuery } from '../../contract/browse.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, postingVersions, publications } from '../../db/schema/postings.ts';
import { searchTermsFor, spokenNumberIn } from '../../domain/search/terms.ts';
import type { Context } from '../context.ts';
import { nearestFirst, offeredNow, openFirst, publicPostings } from './public-postings.ts';
import { findStation, type StationRow } from './station-of.ts';
import { zoneNow } from './zone-now.ts';

const perPage = 20;
const tradesShown = 16;
const stationsShown = 200;

/** Jobs for people who have scanned nothing: by trade, words (Chinese, pinyin, initials or a spoken number), station, distance and pay. */
export async function browseJobs(ctx: Context, query: BrowseQuery): Promise<BrowsePage> {
  const station = await findStation(ctx.db, query.station);
  const own = query.lat === undefined || query.lon === undefined ? undefined : { lat: query.lat, lon: query.lon };
  const from = own ?? station;
  const scope = and(offeredNow(ctx), station ? publishedAt(ctx, station) : undefined, matching(query.q));
  const where = and(scope, query.trade ? sql`${postingVersions.facts} ->> 'trade' = ${query.trade}` : undefined);
  const [counted] = await ctx.db.select({ total: count() }).from(postings).innerJoin(postingVersions, approvedWords).where(where);
  const total = counted?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(query.page, pages);
  const listed = await ctx.db
    .select({ id: stations.id, name: stations.name, demo: stations.demo })
    .from(stations)
    .orderBy(asc(stations.name))
    .limit(stationsShown);
  return {
    ...zoneNow(ctx, station?.timeZone),
    jobs: await publicPostings(ctx.db, { where, orderBy: orderOf(query, from), limit: perPage, offset: (page - 1) * perPage, from }),
    total,
    page,
    pages,
    trades: await tradesIn(ctx, scope),
    stations: listed.map(({ id, name }) => ({ id, name })),
    from: own ? 'person' : station ? 'station' : null,
    demo: station ? station.demo : listed.length > 0 && listed.every((each) => each.demo),
  };
}

const approvedWords = and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion));

/** On this station's own list: published to it, or to a region that it lies in. */
export function publishedAt(ctx: Context, station: StationRow): SQL {
  const now = ctx.clock.now();
  return sql`exists (
    select 1 from ${publications}
    left join ${regions} as target on target.code = ${publications.regionCode}
    where ${and(eq(publications.postingId, postings.id), lte(publications.startsAt, now), or(isNull(publications.endsAt), gt(publications.endsAt, now)))}
      and (${publications.stationId} = ${station.id}
        or (select path from ${regions} as here where here.code = ${station.regionCode}) like target.path || '%'))`;
}

export function matching(typed: string | undefined): SQL | undefined {
  if (!typed) return undefined;
  const number = spokenNumberIn(typed);
  if (number !== undefined) return eq(postings.number, number);
  const terms = searchTermsFor(typed);
  return terms.length === 0 ? undefined : arrayContains(postings.searchTerms, terms);
}

function orderOf(query: BrowseQuery, from: { lat: number | null; lon: number | null } | undefined): SQL[] {
  const here = from && from.lat !== null && from.lon !== null ? { lat: from.lat, lon: from.lon } : undefined;
  const newest = [desc(postings.approvedAt), asc(postings.id)];
  switch (query.sort ?? (here ? 'near' : 'new')) {
    case 'near':
      return [openFirst, ...(here ? [nearestFirst(here)] : []), ...newest];
    case 'pay':
      return [openFirst, sql`${dayPay} desc nulls last`, ...newest];
    case 'new':
      return [openFirst, ...newest];
  }
}

/** A day of eight hours, a month of 21.75 days (人社部发〔2008〕3号): only for the order; what is shown is what was said. */
const dayPay = sql`(coalesce((${postingVersions.facts} #>> '{pay,max}')::float8, (${postingVersions.facts} #>> '{pay,min}')::float8)
  * case ${postingVersions.facts} #>> '{pay,unit}' when 'hour' then 8 when 'day' then 1 when 'month' then 1 / 21.75 end)`;

async function tradesIn(ctx: Context, scope: SQL | undefined) {
  const trade = sql<string>`${postingVersions.facts} ->> 'trade'`;
  return ctx.db
    .select({ trade, count: count() })
    .from(postings)
    .innerJoin(postingVersions, approvedWords)
    .where(scope)
    .groupBy(trade)
    .orderBy(desc(count()), asc(trade))
    .limit(tradesShown);
}
