import { and, count, eq, gte, lt, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { Temporal } from 'temporal-polyfill';
import { audienceViews } from '../../db/schema/audience.ts';
import { links, scans } from '../../db/schema/links.ts';
import { episodes } from '../../db/schema/live.ts';
import { stations } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { HourSums, none, type Source } from './hours.ts';

const hourOf = (column: AnyPgColumn) => sql<string>`date_trunc('hour', ${column}, 'UTC')`;
const orNone = (...columns: (AnyPgColumn | ReturnType<typeof sql>)[]) => sql<string>`coalesce(${sql.join(columns, sql`, `)}, ${none})`;
const stepMeasures = { scan: 'scans', view: 'views', verify: 'verifies' } as const;

/** 扫码 → 看岗位 → 验手机, where the code hangs; a code without a station counts where its show or its job is. */
export const attention: Source = {
  measures: ['scans', 'views', 'verifies'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const at = hourOf(scans.at);
    const regionCode = orNone(stations.regionCode, postings.regionCode, episodes.regionCode);
    const stationId = orNone(stations.id);
    const trade = orNone(sql`${postingVersions.facts} ->> 'trade'`);
    const rows = await tx
      .select({ at, step: scans.step, regionCode, stationId, trade, value: count() })
      .from(scans)
      .leftJoin(stations, eq(stations.id, scans.stationId))
      .leftJoin(postings, eq(postings.id, scans.postingId))
      .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
      .leftJoin(links, eq(links.code, scans.code))
      .leftJoin(episodes, eq(episodes.id, links.episodeId))
      .where(and(gte(scans.at, from), lt(scans.at, to)))
      .groupBy(sql`1, 2, 3, 4, 5`);
    for (const { at, step, value, ...place } of rows) sums.add(Temporal.Instant.from(at), place, stepMeasures[step], value);
    return sums;
  },
};

/** 直播观看: openings of a show's page, in the show's region. */
export const showViews: Source = {
  measures: ['show-views'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const rows = await tx
      .select({ at: hourOf(audienceViews.firstAt), regionCode: episodes.regionCode, value: count() })
      .from(audienceViews)
      .innerJoin(episodes, eq(episodes.id, audienceViews.episodeId))
      .where(and(gte(audienceViews.firstAt, from), lt(audienceViews.firstAt, to)))
      .groupBy(sql`1, 2`);
    for (const { at, regionCode, value } of rows)
      sums.add(Temporal.Instant.from(at), { regionCode, stationId: none, trade: none }, 'show-views', value);
    return sums;
  },
};
