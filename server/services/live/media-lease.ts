import { and, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import { episodes } from '../../db/schema/live.ts';
import { LEASE_MS, PHONES_WAIT_MS } from '../../domain/live/host-loss.ts';
import { endsByMs } from '../../domain/live/show-end.ts';
import type { Context } from '../context.ts';
import type { EpisodeRow } from './episode-row.ts';

/**
 * A show's picture is in one server process. That process says so in the episode's row every few seconds; when it stops, any other may say that
 * the show has lost its host. In the database and not in Redis: see docs/adr/0008-the-picture-is-held-in-the-database.md.
 */
const running = inArray(episodes.state, ['live', 'away']);

export interface OpenShow {
  id: string;
  state: EpisodeRow['state'];
  startedAt: Temporal.Instant | null;
  mediaNode: string | null;
}

/** The picture comes here now, wherever it came before. */
export async function takePicture(ctx: Context, node: string, episodeId: string): Promise<void> {
  await ctx.db
    .update(episodes)
    .set({ mediaNode: node, mediaSeenAt: ctx.clock.now() })
    .where(and(eq(episodes.id, episodeId), running));
}

/** Renews what this process holds of the shows that it has open, takes those that nobody has, and tells how all of them stand. */
export async function renewPictures(ctx: Context, node: string, episodeIds: readonly string[]): Promise<OpenShow[]> {
  if (episodeIds.length === 0) return [];
  const open = inArray(episodes.id, [...episodeIds]);
  await ctx.db
    .update(episodes)
    .set({ mediaNode: node, mediaSeenAt: ctx.clock.now() })
    .where(and(open, running, or(eq(episodes.mediaNode, node), isNull(episodes.mediaNode))));
  return await ctx.db
    .select({ id: episodes.id, state: episodes.state, startedAt: episodes.startedAt, mediaNode: episodes.mediaNode })
    .from(episodes)
    .where(open);
}

const lastSign = sql<Temporal.Instant>`coalesce(${episodes.mediaSeenAt}, ${episodes.startedAt})`;

/** Shows that are live by their row, and whose picture nobody holds any more. */
export async function lapsedShows(ctx: Context): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: episodes.id })
    .from(episodes)
    .where(and(eq(episodes.state, 'live'), lt(lastSign, sql`${lapsedBefore(ctx).toString()}::timestamptz`)));
  return rows.map(({ id }) => id);
}

/** The same for one row that is held. */
export function hasLapsed(ctx: Context, { mediaSeenAt, startedAt }: EpisodeRow): boolean {
  const sign = mediaSeenAt ?? startedAt;
  return sign !== null && sign.epochMilliseconds < lapsedBefore(ctx).epochMilliseconds;
}

/** Shows whose host has been away for longer than phones wait. */
export async function givenUpShows(ctx: Context): Promise<string[]> {
  const since = ctx.clock.now().subtract({ milliseconds: PHONES_WAIT_MS });
  const rows = await ctx.db
    .select({ id: episodes.id })
    .from(episodes)
    .where(and(eq(episodes.state, 'away'), lte(episodes.awayAt, since)));
  return rows.map(({ id }) => id);
}

/** Whether its time is over: see domain/live/show-end.ts. */
export const isOverdue = (ctx: Context, { state, startedAt, minutes }: Pick<EpisodeRow, 'state' | 'startedAt' | 'minutes'>): boolean =>
  (state === 'live' || state === 'away') &&
  startedAt !== null &&
  endsByMs({ startedMs: startedAt.epochMilliseconds, minutes }) <= ctx.clock.now().epochMilliseconds;

/** Shows that have gone on for longer than they may, with or without a host. */
export async function overdueShows(ctx: Context): Promise<string[]> {
  const { id, state, startedAt, minutes } = episodes;
  const rows = await ctx.db.select({ id, state, startedAt, minutes }).from(episodes).where(running);
  return rows.filter((row) => isOverdue(ctx, row)).map((row) => row.id);
}

/** Every show that is live: for a process that starts and knows that no other can be there. */
export async function liveShows(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.select({ id: episodes.id }).from(episodes).where(eq(episodes.state, 'live'));
  return rows.map(({ id }) => id);
}

const lapsedBefore = (ctx: Context): Temporal.Instant => ctx.clock.now().subtract({ milliseconds: LEASE_MS });
