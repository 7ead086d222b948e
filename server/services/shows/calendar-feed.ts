import { and, asc, eq, gte, sql } from 'drizzle-orm';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { episodes, shows } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';
import type { EpisodeRow } from '../live/episode-row.ts';
import { findEpisode } from '../live/episode-view.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';

/** A calendar keeps what was: a subscriber who was away sees what happened to last week's. */
const pastDays = 30;
const mostEvents = 500;
/** How often a subscriber should ask again, seconds: a cancellation must not wait for a day. */
const refreshSeconds = 3_600;

export type FeedOf = { station: string } | { region: string } | { show: string } | { episode: string };

/**
 * iCalendar (RFC 5545) of episodes. Each is an event of its own at an instant in UTC, which every calendar puts into its reader's zone: an episode
 * that was moved or cancelled keeps its UID, and says so by SEQUENCE and STATUS.
 * @throws Refusal STATION_UNKNOWN, REGION_UNKNOWN, SHOW_NOT_FOUND, EPISODE_NOT_FOUND
 */
export async function calendarFeed(ctx: Context, of: FeedOf): Promise<string> {
  const { name, rows } = await loadFeed(ctx, of);
  const { publicUrl } = ctx.config.http;
  const host = new URL(publicUrl).hostname;
  const calendar = ical({
    name,
    prodId: { company: 'Gangbo', product: 'Shows', language: 'ZH-CN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const episode of rows) {
    const url = `${publicUrl}/live/${episode.slug}`;
    const off = episode.state === 'cancelled';
    calendar.createEvent({
      id: `${episode.id}@${host}`,
      sequence: episode.sequence,
      stamp: dateOf(episode.changedAt ?? episode.createdAt),
      created: dateOf(episode.createdAt),
      lastModified: dateOf(episode.changedAt ?? episode.createdAt),
      start: dateOf(episode.plannedAt),
      end: dateOf(episode.plannedAt.add({ minutes: episode.minutes })),
      summary: off ? `停播：${episode.title}` : episode.title,
      description: [off ? `停播：${episode.cancelReason ?? ''}` : '', `主播 ${episode.hostName}`, episode.organiser, url]
        .filter(Boolean)
        .join('\n'),
      url,
      status: off ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

const dateOf = ({ epochMilliseconds }: { epochMilliseconds: number }) => new Date(epochMilliseconds);

async function loadFeed(ctx: Context, of: FeedOf): Promise<{ name: string; rows: EpisodeRow[] }> {
  if ('episode' in of) {
    const episode = await findEpisode(ctx.db, { slug: of.episode });
    return { name: episode.title, rows: [episode] };
  }
  if ('show' in of) {
    const [show] = await ctx.db.select().from(shows).where(eq(shows.slug, of.show));
    if (!show) throw new Refusal('SHOW_NOT_FOUND');
    return { name: show.name, rows: await episodesWhere(ctx, eq(episodes.showId, show.id)) };
  }
  if ('station' in of) {
    const { station, path } = await stationWithPath(ctx.db, of.station);
    // What reaches the station: shows of its region and of those above it.
    return { name: `${station.name} 直播`, rows: await episodesWhere(ctx, sql`starts_with(${path}, ${regions.path})`) };
  }
  const path = await regionPath(ctx.db, of.region);
  const [region] = await ctx.db.select().from(regions).where(eq(regions.code, of.region));
  const reaching = sql`(starts_with(${path}, ${regions.path}) or starts_with(${regions.path}, ${path}))`;
  return { name: `${region?.name ?? ''} 直播`, rows: await episodesWhere(ctx, reaching) };
}

async function episodesWhere(ctx: Context, which: ReturnType<typeof sql>): Promise<EpisodeRow[]> {
  const since = ctx.clock.now().subtract({ hours: pastDays * 24 });
  const rows = await ctx.db
    .select({ episode: episodes })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(and(which, gte(episodes.plannedAt, since), sql`${episodes.question} is null`))
    .orderBy(asc(episodes.plannedAt), asc(episodes.id))
    .limit(mostEvents);
  return rows.map(({ episode }) => episode);
}
