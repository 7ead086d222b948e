import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { ShownOn } from '../../contract/proofs.ts';
import { stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { holdAs } from '../postings/posting-row.ts';
import { timeZoneOf } from '../regions/region-of.ts';

const mostScreens = 500;

/** On which glass a posting stood, from when to when, the last one first. @throws Refusal POSTING_NOT_FOUND, NOT_ALLOWED */
export async function readShownOn(ctx: Context, actor: Actor, postingId: string): Promise<ShownOn> {
  const { path } = await ctx.db.transaction((tx) => holdAs(tx, actor, 'clerk', postingId));
  const { rows } = await ctx.db.execute<{
    screen_id: string;
    name: string;
    station: string;
    plays: number;
    ms: number;
    first_ms: number;
    last_ms: number;
  }>(sql`
    select play_days.screen_id, max(${screens.name}) as name, string_agg(distinct ${stations.name}, '、') as station,
      sum(slot.plays)::int as plays, sum(slot.ms)::float8 as ms,
      (extract(epoch from min(play_days.first_at)) * 1000)::float8 as first_ms,
      (extract(epoch from max(play_days.last_at)) * 1000)::float8 as last_ms
    from play_days
    join ${screens} on ${screens.id} = play_days.screen_id
    join ${stations} on ${stations.id} = play_days.station_id
    cross join lateral unnest(play_days.plays, play_days.ms) as slot(plays, ms)
    where play_days.kind = 'posting' and play_days.subject = ${postingId}
    group by play_days.screen_id order by last_ms desc, play_days.screen_id limit ${mostScreens}`);
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(ms)).toString();
  return {
    timeZone: await timeZoneOf(ctx.db, path),
    screens: rows.map((row) => ({
      screenId: row.screen_id,
      name: row.name,
      stationName: row.station,
      plays: row.plays,
      ms: row.ms,
      firstAt: at(row.first_ms),
      lastAt: at(row.last_ms),
    })),
  };
}
