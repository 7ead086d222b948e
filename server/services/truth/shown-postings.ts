import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings } from '../../db/schema/postings.ts';
import { screens } from '../../db/schema/screens.ts';

/** Where and when walls are looked at; '' is everywhere. */
export interface Walls {
  path: string;
  fromDay: string;
  toDay: string;
}

const playsThere = ({ path, fromDay, toDay }: Walls) => sql`
  play_days
  join ${screens} on ${screens.id} = play_days.screen_id
  join ${stations} on ${stations.id} = play_days.station_id
  join ${regions} on ${regions.code} = ${stations.regionCode}
  where play_days.kind = 'posting' and play_days.day between ${fromDay}::date and ${toDay}::date and starts_with(${regions.path}, ${path})`;

/** Each posting that stood on a glass there, once, however often it did. Sorted, so that the list can be kept and compared. */
export async function shownPostings(db: Database | Tx, walls: Walls): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select ${postings.id} as id from ${postings}
    where ${postings.id} in (select play_days.subject from ${playsThere(walls)}) order by 1`);
  return rows.map((row) => row.id);
}

export interface LastShown {
  postingId: string;
  screenId: string;
  screenName: string;
  stationName: string;
  atMs: number;
}

/** On which glass each of these postings stood last. */
export async function lastShown(db: Database | Tx, walls: Walls, postingIds: readonly string[]): Promise<LastShown[]> {
  const { rows } = await db.execute<{ subject: string; screen_id: string; screen: string; station: string; last_ms: number }>(sql`
    select distinct on (play_days.subject) play_days.subject, play_days.screen_id, ${screens.name} as screen, ${stations.name} as station,
      (extract(epoch from play_days.last_at) * 1000)::float8 as last_ms
    from ${playsThere(walls)} and play_days.subject = any(${sql.param(postingIds)}::text[])
    order by play_days.subject, play_days.last_at desc, play_days.screen_id`);
  return rows.map((row) => ({
    postingId: row.subject,
    screenId: row.screen_id,
    screenName: row.screen,
    stationName: row.station,
    atMs: Math.round(row.last_ms),
  }));
}
