import { and, asc, eq, gt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { episodes, shows } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { nextWeekly } from '../../domain/board/next-weekly.ts';

export interface ComingShow {
  title: string;
  startsAt: string;
  /** Region subtree it is for. */
  path: string;
}

/** 下一场直播: planned episodes, else the next date of a weekly series; soonest first. */
export async function loadComingShows(tx: Tx, now: Temporal.Instant): Promise<ComingShow[]> {
  const planned = await tx
    .select({ title: episodes.title, at: episodes.plannedAt, path: regions.path })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(and(eq(episodes.state, 'planned'), gt(episodes.plannedAt, now)))
    .orderBy(asc(episodes.plannedAt))
    .limit(200);
  const weekly = await tx
    .select({ title: shows.name, rrule: shows.rrule, startTime: shows.startTime, timeZone: shows.timeZone, path: regions.path })
    .from(shows)
    .innerJoin(regions, eq(regions.code, shows.regionCode));
  const coming = planned.map(({ title, at, path }) => ({ title, startsAt: at.toString(), path }));
  for (const { title, path, ...series } of weekly) {
    const at = nextWeekly(series, now);
    if (at !== undefined) coming.push({ title, startsAt: at.toString(), path });
  }
  return coming.sort((a, b) => Temporal.Instant.compare(Temporal.Instant.from(a.startsAt), Temporal.Instant.from(b.startsAt)));
}
