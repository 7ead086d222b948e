import { and, count, eq, gte, lt, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { stations } from '../../db/schema/org.ts';
import { playProofs, screens } from '../../db/schema/screens.ts';
import { HourSums, none, type Source } from './hours.ts';

/** 上屏次数: job pages that screens report as shown. */
export const plays: Source = {
  measures: ['plays'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const rows = await tx
      .select({
        at: sql<string>`date_trunc('hour', ${playProofs.startedAt}, 'UTC')`,
        regionCode: stations.regionCode,
        stationId: stations.id,
        value: count(),
      })
      .from(playProofs)
      .innerJoin(screens, eq(screens.id, playProofs.screenId))
      .innerJoin(stations, eq(stations.id, screens.stationId))
      .where(and(gte(playProofs.startedAt, from), lt(playProofs.startedAt, to), sql`cardinality(${playProofs.postingIds}) > 0`))
      .groupBy(sql`1, 2, 3`);
    for (const { at, value, ...place } of rows) sums.add(Temporal.Instant.from(at), { ...place, trade: none }, 'plays', value);
    return sums;
  },
};
