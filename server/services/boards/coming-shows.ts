import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems, shows } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import type { ComingOnGlass, Manifest } from '../../domain/board/manifest.ts';
import { nextStart } from '../../domain/show/recurrence.ts';
import type { Context } from '../context.ts';
import { type LinkWant, linkUrl } from '../links/ensure-links.ts';
import { showSet } from './live-on-glass.ts';
import type { ScreenRow, StationRow } from './load-boards.ts';

type Ahead = typeof episodes.$inferSelect & { path: string };

export interface ComingShows {
  /** Planned ones and those that are off, soonest first. */
  episodes: Ahead[];
  /** Series that nobody holds in this house: announced by their rule alone. */
  announced: { title: string; startsAt: string; path: string }[];
  /** By episode: what will be pitched, of those soon enough to be counted down to. */
  trades: ReadonlyMap<string, readonly string[]>;
  /** One code a station and show, the one that it has while it is on. */
  wants: LinkWant[];
}

/** This far ahead a glass is told enough to count down by itself: it may be without a network by then. */
const toldHours = 26;
/** 本周停播: off is said as long as somebody may still come for it. */
const offSaidHours = 7 * 24;
const longestShowHours = 10;
/** As many as the largest glass has lines for. */
const mostTrades = 8;

/**
 * 下一场直播, 停播 and the countdown: what comes for these stations.
 * @param counting the stations with a glass that takes shows
 */
export async function loadComingShows(tx: Tx, ctx: Context, counting: readonly StationRow[]): Promise<ComingShows> {
  const now = ctx.clock.now();
  const rows = await tx
    .select({ episode: episodes, path: regions.path })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(
      and(
        inArray(episodes.state, ['planned', 'cancelled']),
        isNull(episodes.question),
        gt(episodes.plannedAt, now.subtract({ hours: longestShowHours })),
        lt(episodes.plannedAt, now.add({ hours: 60 * 24 })),
      ),
    )
    .orderBy(asc(episodes.plannedAt), asc(episodes.id))
    .limit(1_000);
  const ahead = rows.map(({ episode, path }) => ({ ...episode, path })).filter((episode) => isAhead(episode, now));
  const series = await tx
    .select({ show: shows, path: regions.path })
    .from(shows)
    .innerJoin(regions, eq(regions.code, shows.regionCode))
    .where(isNull(shows.hostUserId));
  const announced = series.flatMap(({ show, path }) => {
    const at = nextStart(show, now);
    return at === undefined ? [] : [{ title: show.name, startsAt: at.toString(), path }];
  });
  const soon = ahead.filter((episode) => hoursTo(episode.plannedAt, now) <= toldHours);
  const wants = counting.flatMap((station) =>
    soon
      .filter(({ path }) => station.path.startsWith(path))
      .map(
        (episode): LinkWant => ({
          origin: 'show',
          stationId: station.id,
          episodeId: episode.id,
          setKey: showSet(station.id, episode.id),
          postingIds: [],
        }),
      ),
  );
  return { episodes: ahead, announced, wants, trades: await tradesOf(tx, soon) };
}

async function tradesOf(tx: Tx, soon: readonly Ahead[]): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ episodeId: rundownItems.episodeId, facts: postingVersions.facts })
    .from(rundownItems)
    .innerJoin(postings, eq(postings.id, rundownItems.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(
      and(
        inArray(
          rundownItems.episodeId,
          soon.map(({ id }) => id),
        ),
        eq(postings.status, 'approved'),
      ),
    )
    .orderBy(asc(rundownItems.position));
  const trades = new Map<string, string[]>();
  for (const { episodeId, facts } of rows) {
    const known = trades.get(episodeId) ?? [];
    if (known.length < mostTrades && !known.includes(facts.trade)) trades.set(episodeId, [...known, facts.trade]);
  }
  return trades;
}

const hoursTo = (at: Temporal.Instant, now: Temporal.Instant) => (at.epochMilliseconds - now.epochMilliseconds) / 3_600_000;

/** A planned one until it should begin, one that is off until it would have ended. A change of the series is no 停播. */
function isAhead({ state, plannedAt, minutes, cancelledBy }: Ahead, now: Temporal.Instant): boolean {
  if (state === 'planned') return Temporal.Instant.compare(plannedAt, now) > 0;
  return (
    cancelledBy !== 'series' && Temporal.Instant.compare(plannedAt.add({ minutes }), now) > 0 && hoursTo(plannedAt, now) < offSaidHours
  );
}

/** What this screen's manifest says of shows to come. The countdown and its code are for glasses that the show itself would reach. */
export function comingOn(
  ctx: Context,
  coming: ComingShows,
  { screen, station, codes }: { screen: ScreenRow; station: StationRow; codes: ReadonlyMap<string, string> },
): Pick<Manifest, 'nextShow' | 'coming' | 'offAir'> {
  const here = coming.episodes.filter(({ path }) => station.path.startsWith(path));
  const planned = here.find(({ state }) => state === 'planned');
  const [next] = [
    ...(planned ? [{ title: planned.title, startsAt: planned.plannedAt.toString() }] : []),
    ...coming.announced.filter(({ path }) => station.path.startsWith(path)).map(({ title, startsAt }) => ({ title, startsAt })),
  ].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const onGlass = (episode: Ahead): ComingOnGlass => {
    const code = screen.liveMode === 'off' ? undefined : codes.get(showSet(station.id, episode.id));
    const { id, title, hostName, plannedAt, minutes } = episode;
    const link = code === undefined ? {} : { link: { code, url: linkUrl(ctx, code) } };
    const trades = coming.trades.get(id);
    return { episodeId: id, title, hostName, startsAt: plannedAt.toString(), minutes, ...(trades ? { trades } : {}), ...link };
  };
  const told = planned && onGlass(planned);
  // 停播 is said of what would have come first.
  const [first] = here;
  return {
    ...(next ? { nextShow: next } : {}),
    ...(told?.link ? { coming: told } : {}),
    ...(first?.state === 'cancelled' ? { offAir: { ...onGlass(first), reason: first.cancelReason ?? '' } } : {}),
  };
}
