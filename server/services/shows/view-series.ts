import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { SeriesForPublic } from '../../contract/shows.ts';
import { episodes, shows } from '../../db/schema/live.ts';
import { readWeeklyRule } from '../../domain/show/recurrence.ts';
import type { Context } from '../context.ts';
import { offOf } from '../live/episode-view.ts';
import { listPastEpisodes } from '../recordings/past-episodes.ts';
import { Refusal } from '../refusal.ts';
import { posterUrl } from './poster-picture.ts';

const mostNext = 6;
const mostPast = 20;

/** 栏目主页: when it is on, what comes next, and what can be watched again. @throws Refusal SHOW_NOT_FOUND */
export async function viewSeries(ctx: Context, slug: string): Promise<SeriesForPublic> {
  const [show] = await ctx.db.select().from(shows).where(eq(shows.slug, slug));
  if (!show) throw new Refusal('SHOW_NOT_FOUND');
  const now = ctx.clock.now();
  const isToCome = and(
    inArray(episodes.state, ['planned', 'cancelled']),
    isNull(episodes.question),
    gt(episodes.plannedAt, now.subtract({ hours: 1 })),
  );
  const rows = await ctx.db
    .select()
    .from(episodes)
    .where(and(eq(episodes.showId, show.id), or(inArray(episodes.state, ['live', 'away']), isToCome)))
    .orderBy(asc(episodes.plannedAt))
    .limit(mostNext + 1);
  const on = rows.find(({ state }) => state === 'live' || state === 'away');
  return {
    name: show.name,
    slug,
    hostName: show.hostName,
    organiser: show.organiser,
    demo: show.demo,
    ...readWeeklyRule(show.rrule),
    startTime: show.startTime,
    minutes: show.minutes,
    timeZone: show.timeZone,
    today: now.toZonedDateTimeISO(show.timeZone).toPlainDate().toString(),
    posterUrl: await posterUrl(ctx.db, show.id),
    calendarUrl: `/api/shows/calendar/show/${slug}.ics`,
    on: on ? { slug: on.slug, title: on.title } : null,
    next: rows
      .filter((episode) => episode !== on)
      .slice(0, mostNext)
      .map((episode) => ({
        slug: episode.slug,
        title: episode.title,
        plannedAt: episode.plannedAt.toString(),
        minutes: episode.minutes,
        off: offOf(episode),
      })),
    past: await listPastEpisodes(ctx, { showId: show.id, most: mostPast }),
  };
}
