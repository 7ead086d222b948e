import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { stations } from '../../db/schema/org.ts';
import { HourSums, none, type Source } from './hours.ts';

/** 上屏次数: pages of jobs that screens have proved to have shown. */
export const plays: Source = {
  measures: ['plays'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const { rows } = await tx.execute<{ ms: number; region: string; station: string; value: number }>(sql`
      select (extract(epoch from slot.at) * 1000)::float8 as ms, slot.region, slot.station, sum(slot.plays)::int as value
      from (
        select (play_days.day + (hour.place - 1) * interval '1 hour') at time zone ${stations.timeZone} as at,
          ${stations.regionCode} as region, ${stations.id} as station, hour.plays
        from play_days
        join ${stations} on ${stations.id} = play_days.station_id
        cross join lateral unnest(play_days.plays) with ordinality as hour(plays, place)
        where play_days.kind = 'jobs' and hour.plays > 0
          -- A day of any zone that has a part in the span.
          and play_days.day between (${from.toString()}::timestamptz at time zone 'UTC')::date - 1 and (${to.toString()}::timestamptz at time zone 'UTC')::date + 1
      ) as slot
      where slot.at >= ${from.toString()}::timestamptz and slot.at < ${to.toString()}::timestamptz
      group by 1, 2, 3`);
    for (const { ms, region, station, value } of rows) {
      const at = Temporal.Instant.fromEpochMilliseconds(Math.round(ms));
      sums.add(at, { regionCode: region, stationId: station, trade: none }, 'plays', value);
    }
    return sums;
  },
};
