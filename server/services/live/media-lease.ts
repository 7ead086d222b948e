import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
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
    .set({ mediaNode: node, mediaSeenAt: seenNow(ctx) })
    .where(and(eq(episodes.id, episodeId), running));
}

/** Renews what this process holds of the shows that it has open, takes those that nobody has, and tells how all of them stand. */
export async function renewPictures(ctx: Context, node: string, episodeIds: readonly string[]): Promise<OpenShow[]> {
  if (episodeIds.length === 0) return [];
  const open = inArray(episodes.id, [...episodeIds]);
  await ctx.db
    .update(episodes)
    .set({ mediaNode: node, mediaSeenAt: seenNow(ctx) })
    .where(and(open, running, or(eq(episodes.mediaNode, node), isNull(episodes.mediaNode))));
  return await ctx.db
    .select({ id: episodes.id, state: episodes.state, startedAt: episodes.startedAt, mediaNode: episodes.mediaNode })
    .from(episodes)
    .where(open);
}

/** A sign that the database took late, behind newer ones, must not make the picture look older than it is. */
const seenNow = (ctx: Context) => sql`greatest(${episodes.mediaSeenAt}, ${ctx.clock.now().toString()}::timestamptz)`;

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

/** Whether its host has been away for longer than phones wait, or its time is over: see domain/live/show-end.ts. */
export function isOver(ctx: Context, show: Pick<EpisodeRow, 'state' | 'startedAt' | 'minutes' | 'awayAt'>): boolean {
  const { state, startedAt, minutes, awayAt } = show;
  const nowMs = ctx.clock.now().epochMilliseconds;
  if (state === 'away' && awayAt !== null && awayAt.epochMilliseconds + PHONES_WAIT_MS <= nowMs) return true;
  if (state !== 'live' && state !== 'away') return false;
  return startedAt !== null && endsByMs({ startedMs: startedAt.epochMilliseconds, minutes }) <= nowMs;
}

/** Shows that still run, and should no longer. */
export async function overShows(ctx: Context): Promise<string[]> {
  const { id, state, startedAt, minutes, awayAt } = episodes;
  const rows = await ctx.db.select({ id, state, startedAt, minutes, awayAt }).from(episodes).where(running);
  return rows.filter((row) => isOver(ctx, row)).map((row) => row.id);
}

/** Every show that is live: for a process that starts and knows that no other can be there. */
export async function liveShows(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.select({ id: episodes.id }).from(episodes).where(eq(episodes.state, 'live'));
  return rows.map(({ id }) => id);
}

const lapsedBefore = (ctx: Context): Temporal.Instant => ctx.clock.now().subtract({ milliseconds: LEASE_MS });
