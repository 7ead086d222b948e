import { and, count, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { EpisodeForHost, EpisodeForPublic, EpisodeListed, PitchOnWire } from '../../contract/live.ts';
import type { OffAir } from '../../contract/shows.ts';
import type { Database, Tx } from '../../db/database.ts';
import { episodes, rundownChanges, rundownItems } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { boardRow } from '../../domain/board/board-row.ts';
import { UNDO_MS } from '../../domain/live/rundown.ts';
import { endsByMs } from '../../domain/live/show-end.ts';
import { countTakingShows } from '../boards/screens-reached.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { ensureLinks, linkUrl } from '../links/ensure-links.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { unknownYearOf } from '../shows/unknown-year.ts';
import { airedItems, type EpisodeRow, itemsOf, rundownOf, shownItemOf } from './episode-row.ts';
import type { LivePort } from './live-port.ts';
import { seriesOf } from './series-of.ts';

const longestList = 100;

/** @throws Refusal EPISODE_NOT_FOUND */
export async function findEpisode(db: Database | Tx, where: { slug: string } | { id: string }): Promise<EpisodeRow> {
  const [episode] = await db
    .select()
    .from(episodes)
    .where('slug' in where ? eq(episodes.slug, where.slug) : eq(episodes.id, where.id));
  if (!episode) throw new Refusal('EPISODE_NOT_FOUND');
  return episode;
}

/** The show as phones and the public see it. */
export async function viewForPublic(ctx: Context, live: LivePort, episode: EpisodeRow): Promise<EpisodeForPublic> {
  const shown = shownItemOf(episode);
  const pitches = await pitchesOf(ctx, episode, shown === null ? [] : [shown]);
  const began = await beginningOf(ctx.db, episode);
  const timeZone = await zoneOf(ctx, episode);
  return {
    id: episode.id,
    slug: episode.slug,
    title: episode.title,
    hostName: episode.hostName,
    organiser: episode.organiser,
    demo: episode.demo,
    canvas: episode.canvas,
    state: episode.state,
    plannedAt: episode.plannedAt.toString(),
    minutes: episode.minutes,
    off: offOf(episode),
    later: episode.state === 'cancelled' ? await laterOf(ctx, episode) : null,
    series: await seriesOf(ctx.db, episode),
    timeZone,
    startedAt: episode.startedAt?.toString() ?? null,
    awayAt: episode.awayAt?.toString() ?? null,
    endedAt: episode.endedAt?.toString() ?? null,
    serverTime: ctx.clock.now().toString(),
    today: ctx.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    seq: episode.rundownSeq,
    pitch: (shown && pitches.get(shown)) || null,
    mediaTimeMs: began ?? null,
    viewers: live.viewers(episode.id),
  };
}

/** @throws Refusal EPISODE_NOT_FOUND, NOT_ALLOWED */
export async function viewForHost(ctx: Context, live: LivePort, actor: Actor, episodeId: string): Promise<EpisodeForHost> {
  const episode = await findEpisode(ctx.db, { id: episodeId });
  requireIn(actor, 'host', await regionPath(ctx.db, episode.regionCode));
  const items = await itemsOf(ctx.db, episodeId);
  const pitches = await pitchesOf(
    ctx,
    episode,
    items.map((item) => item.id),
  );
  const aired = await airedItems(ctx.db, episode);
  const { lastStep } = await rundownOf(ctx.db, episode, items);
  const undoUntil = lastStep ? new Date(lastStep.atMs + UNDO_MS) : undefined;
  return {
    ...(await viewForPublic(ctx, live, episode)),
    regionCode: episode.regionCode,
    currentItemId: episode.currentItemId,
    itemSince: (await itemBeganAt(ctx.db, episode))?.toString() ?? null,
    pinnedItemId: episode.pinnedItemId,
    rundown: items.map((item) => ({
      id: item.id,
      position: item.position,
      kind: item.kind,
      postingId: item.postingId,
      segment: item.segment,
      title: item.title,
      guests: item.guests,
      aired: aired.has(item.id),
      notes: item.notes,
      plannedMinutes: item.plannedMinutes,
      pitch: pitches.get(item.id) ?? null,
    })),
    rundownRevision: episode.rundownRevision,
    showId: episode.showId,
    question: episode.question,
    unknownYear: await unknownYearOf(ctx.db, episode),
    moved: episode.occursAt !== null && !episode.occursAt.equals(episode.plannedAt),
    endsBy: endsBy(episode),
    undoUntil: undoUntil && undoUntil.getTime() > ctx.clock.now().epochMilliseconds ? undoUntil.toISOString() : null,
    showUrl: `${ctx.config.http.publicUrl}/live/${episode.slug}`,
    screens: await countTakingShows(ctx.db, episode.regionCode),
  };
}

/** What the actor hosts, the newest first. */
export async function listEpisodes(ctx: Context, actor: Actor): Promise<EpisodeListed[]> {
  const reach = reachOf(actor, 'host');
  const inReach =
    reach === null ? undefined : reach.length === 0 ? sql`false` : or(...reach.map((path) => sql`${regions.path} like ${`${path}%`}`));
  const pitches = ctx.db
    .select({ episodeId: rundownItems.episodeId, pitches: count().as('pitches') })
    .from(rundownItems)
    .groupBy(rundownItems.episodeId)
    .as('pitches_of');
  const rows = await ctx.db
    .select({ episode: episodes, pitches: pitches.pitches })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .leftJoin(pitches, eq(pitches.episodeId, episodes.id))
    .where(inReach)
    .orderBy(desc(episodes.plannedAt))
    .limit(longestList);
  return rows.map(({ episode, pitches: howMany }) => listed(episode, howMany ?? 0));
}

const listed = (episode: EpisodeRow, pitches: number): EpisodeListed => ({
  id: episode.id,
  slug: episode.slug,
  title: episode.title,
  hostName: episode.hostName,
  organiser: episode.organiser,
  state: episode.state,
  plannedAt: episode.plannedAt.toString(),
  minutes: episode.minutes,
  off: offOf(episode),
  question: episode.question,
  showId: episode.showId,
  startedAt: episode.startedAt?.toString() ?? null,
  endedAt: episode.endedAt?.toString() ?? null,
  pitches,
});

/** Shows that are on, and the next ones: for phones that ask what can be watched. */
export async function listPublicEpisodes(ctx: Context): Promise<EpisodeListed[]> {
  const rows = await ctx.db
    .select()
    .from(episodes)
    .where(
      or(
        inArray(episodes.state, ['live', 'away']),
        and(
          inArray(episodes.state, ['planned', 'cancelled']),
          isNull(episodes.question),
          gt(episodes.plannedAt, ctx.clock.now().subtract({ hours: 1 })),
          lt(episodes.plannedAt, ctx.clock.now().add({ hours: 8 * 24 })),
        ),
      ),
    )
    .orderBy(episodes.plannedAt)
    .limit(20);
  return rows.map((episode) => listed(episode, 0));
}

async function itemBeganAt(db: Database, episode: EpisodeRow) {
  const [change] = await db
    .select({ at: rundownChanges.at })
    .from(rundownChanges)
    .where(and(eq(rundownChanges.episodeId, episode.id), inArray(rundownChanges.kind, ['start', 'next', 'back', 'undo', 'insert'])))
    .orderBy(desc(rundownChanges.seq))
    .limit(1);
  return change?.at;
}

/** Media time at which the shown card came. */
async function beginningOf(db: Database | Tx, episode: EpisodeRow): Promise<number | undefined> {
  const [change] = await db
    .select({ mediaTimeMs: rundownChanges.mediaTimeMs })
    .from(rundownChanges)
    .where(
      and(
        eq(rundownChanges.episodeId, episode.id),
        inArray(rundownChanges.kind, ['start', 'next', 'back', 'undo', 'insert', 'pin', 'unpin']),
      ),
    )
    .orderBy(desc(rundownChanges.seq))
    .limit(1);
  return change?.mediaTimeMs ?? undefined;
}

/**
 * The cards of rundown items, each with the show's own code for it. Distances are for stations and phones to say: the show is not in one place.
 * What has closed since has no card.
 */
export async function pitchesOf(ctx: Context, episode: EpisodeRow, itemIds: readonly string[]): Promise<Map<string, PitchOnWire>> {
  if (itemIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ itemId: rundownItems.id, posting: postings, facts: postingVersions.facts })
    .from(rundownItems)
    .innerJoin(postings, eq(postings.id, rundownItems.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .where(and(inArray(rundownItems.id, [...itemIds]), inArray(postings.status, ['approved', 'filled'])));
  if (rows.length === 0) return new Map();
  const today = await todayOf(ctx, episode);
  const setKey = (postingId: string) => `${episode.id}:${postingId}`;
  const codes = await ctx.db.transaction((tx) =>
    ensureLinks(
      tx,
      ctx,
      rows.map(({ posting }) => ({ origin: 'show', setKey: setKey(posting.id), episodeId: episode.id, postingIds: [posting.id] })),
    ),
  );
  return new Map(
    rows.map(({ itemId, posting, facts }) => {
      const code = codes.get(setKey(posting.id)) ?? '';
      const row = boardRow(
        {
          id: posting.id,
          number: posting.number ?? 0,
          facts,
          placesLeft: posting.placesLeft,
          filled: posting.status === 'filled' || posting.placesLeft <= 0,
          lat: null,
          lon: null,
          confirmedAt: posting.confirmedAt?.toString() ?? null,
          expiresAt: posting.expiresAt?.toString() ?? null,
        },
        { lat: null, lon: null },
        today,
      );
      return [itemId, { ...row, link: { code, url: linkUrl(ctx, code) } }];
    }),
  );
}

/** When it ends by itself, while it is on. */
function endsBy({ state, startedAt, minutes }: EpisodeRow): string | null {
  if ((state !== 'live' && state !== 'away') || startedAt === null) return null;
  return new Date(endsByMs({ startedMs: startedAt.epochMilliseconds, minutes })).toISOString();
}

const zoneOf = async (ctx: Context, episode: EpisodeRow): Promise<string> =>
  timeZoneOf(ctx.db, await regionPath(ctx.db, episode.regionCode));

export async function todayOf(ctx: Context, episode: EpisodeRow): Promise<string> {
  return ctx.clock
    .now()
    .toZonedDateTimeISO(await zoneOf(ctx, episode))
    .toPlainDate()
    .toString();
}

async function laterOf(ctx: Context, { showId, plannedAt }: EpisodeRow): Promise<EpisodeForPublic['later']> {
  if (showId === null) return null;
  const after = [gt(episodes.plannedAt, plannedAt), gt(episodes.plannedAt, ctx.clock.now())];
  const [next] = await ctx.db
    .select({ slug: episodes.slug, plannedAt: episodes.plannedAt })
    .from(episodes)
    .where(and(eq(episodes.showId, showId), eq(episodes.state, 'planned'), isNull(episodes.question), ...after))
    .orderBy(episodes.plannedAt)
    .limit(1);
  return next ? { slug: next.slug, plannedAt: next.plannedAt.toString() } : null;
}

/** 停播, with its reason. */
export const offOf = (episode: Pick<EpisodeRow, 'state' | 'cancelledBy' | 'cancelReason'>): OffAir | null =>
  episode.state === 'cancelled' ? { by: episode.cancelledBy ?? 'staff', reason: episode.cancelReason ?? '' } : null;
