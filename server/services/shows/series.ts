import { and, asc, eq, gte, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { PreviewShow, SaveShow, ShowDate, ShowForStaff } from '../../contract/shows.ts';
import { episodes, shows } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { type Calendar, unknownYears } from '../../domain/show/calendar.ts';
import { occurrencesBetween, type SeriesRules } from '../../domain/show/occurrences.ts';
import { dayOf, readWeeklyRule, weeklyRule } from '../../domain/show/recurrence.ts';
import { goesByCalendar } from '../../domain/show/rules.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { randomSlug } from '../live/random-slug.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { keepShowAhead, type ShowRow } from './keep-episodes.ts';
import { loadCalendar } from './load-calendar.ts';
import { posterUrl } from './poster-picture.ts';

/** How far the studio shows what the rules give. */
const shownWeeks = 8;
/** Seven a week, four weeks ahead. */
const mostAhead = 28;

/** A series anew, or changed: then its episodes to come follow, but for those that a person has moved or cancelled. */
export async function saveSeries(ctx: Context, actor: Actor, input: SaveShow, showId?: string): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    const path = await regionPath(tx, input.regionCode);
    requireIn(actor, 'host', path);
    const { weekdays, everyWeeks, endsOn, ...rest } = input;
    const values = { ...rest, endsOn: endsOn ?? null, rrule: weeklyRule({ weekdays, everyWeeks }), timeZone: await timeZoneOf(tx, path) };
    const host = personOf(actor);
    let id = showId;
    if (id === undefined) {
      id = ctx.random.id();
      await tx.insert(shows).values({ id, ...values, hostUserId: host, slug: randomSlug(ctx), createdAt: ctx.clock.now() });
      await record(tx, ctx, actor, { area: 'live', action: 'show.created', subject: id, after: input });
    } else {
      const [before] = await tx.select().from(shows).where(eq(shows.id, id)).for('update');
      if (!before) throw new Refusal('SHOW_NOT_FOUND');
      requireIn(actor, 'host', await regionPath(tx, before.regionCode));
      const slug = before.slug ?? randomSlug(ctx);
      await tx
        .update(shows)
        .set({ ...values, slug, hostUserId: before.hostUserId ?? host })
        .where(eq(shows.id, id));
      await record(tx, ctx, actor, {
        area: 'live',
        action: 'show.changed',
        subject: id,
        before: { rrule: before.rrule, startTime: before.startTime, onHoliday: before.onHoliday, onSwapped: before.onSwapped },
        after: input,
      });
    }
    await keepShowAhead(tx, ctx, id);
    await announce(tx, ctx, { type: 'show.changed', showId: id, regionCode: input.regionCode });
    return { id };
  });
}

/** What the actor may hold, with what comes. */
export async function listSeries(ctx: Context, actor: Actor): Promise<ShowForStaff[]> {
  const reach = reachOf(actor, 'host');
  const inReach =
    reach === null ? undefined : reach.length === 0 ? sql`false` : or(...reach.map((path) => sql`${regions.path} like ${`${path}%`}`));
  const rows = await ctx.db
    .select({ show: shows })
    .from(shows)
    .innerJoin(regions, eq(regions.code, shows.regionCode))
    .where(inReach)
    .orderBy(asc(shows.name), asc(shows.id))
    .limit(200);
  const calendar = await loadCalendar(ctx.db);
  return Promise.all(rows.map(({ show }) => forStaff(ctx, show, calendar)));
}

/** The dates that a form's rules would give: a clerk sees the holidays before saving. */
export async function previewSeries(ctx: Context, actor: Actor, input: PreviewShow): Promise<ShowDate[]> {
  const path = await regionPath(ctx.db, input.regionCode);
  requireIn(actor, 'host', path);
  const { weekdays, everyWeeks, ...rest } = input;
  const series = { ...rest, rrule: weeklyRule({ weekdays, everyWeeks }), timeZone: await timeZoneOf(ctx.db, path) };
  return datesOf(series, await loadCalendar(ctx.db), ctx.clock.now());
}

function datesOf(series: SeriesRules, calendar: Calendar, now: Temporal.Instant): ShowDate[] {
  return occurrencesBetween(series, calendar, { from: now, to: now.add({ hours: shownWeeks * 7 * 24 }) }).map(({ at, fate, holiday }) => ({
    at: at.toString(),
    fate,
    holiday: holiday?.name ?? null,
  }));
}

async function forStaff(ctx: Context, show: ShowRow, calendar: Calendar): Promise<ShowForStaff> {
  const now = ctx.clock.now();
  const today = now.toZonedDateTimeISO(show.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const ahead = await ctx.db
    .select()
    .from(episodes)
    .where(and(eq(episodes.showId, show.id), gte(episodes.plannedAt, now)))
    .orderBy(asc(episodes.plannedAt))
    .limit(mostAhead);
  const weekEnds = monday.add({ days: 7 }).toZonedDateTime(show.timeZone).epochMilliseconds;
  const thisWeek = ahead.find(({ plannedAt }) => plannedAt.epochMilliseconds < weekEnds);
  const { id, name, slug, regionCode, startTime, minutes, timeZone, startsOn, endsOn, onHoliday, onSwapped } = show;
  return {
    ...{ id, name, slug, regionCode, startTime, minutes, timeZone, startsOn, endsOn, onHoliday, onSwapped },
    ...readWeeklyRule(show.rrule),
    hostName: show.hostName,
    organiser: show.organiser,
    titlePattern: show.titlePattern,
    dates: datesOf(show, calendar, now),
    thisWeek: thisWeek ? { episodeId: thisWeek.id, plannedAt: thisWeek.plannedAt.toString(), off: thisWeek.state === 'cancelled' } : null,
    unknownYears: yearsAhead(show, calendar, ahead),
    nextEpisodeId: ahead.find(({ state }) => state === 'planned')?.id ?? null,
    pageUrl: slug === null ? null : `${ctx.config.http.publicUrl}/live/series/${slug}`,
    posterUrl: await posterUrl(ctx.db, show.id),
    calendarUrl: slug === null ? null : `${ctx.config.http.publicUrl}/api/shows/calendar/show/${slug}.ics`,
  };
}

function yearsAhead(show: ShowRow, calendar: Calendar, ahead: readonly { plannedAt: Temporal.Instant }[]): number[] {
  const [first, last] = [ahead[0], ahead.at(-1)];
  if (!goesByCalendar(show) || first === undefined || last === undefined) return [];
  return unknownYears(calendar, { from: dayOf(first.plannedAt, show.timeZone), until: dayOf(last.plannedAt, show.timeZone) });
}
