import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { PlaylistForStaff, SavePlaylist } from '../../contract/programme.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { emptyPlaylists, playlists, schedules } from '../../db/schema/programme.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import type { PlaylistItem } from '../../domain/programme/playlist.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { tellPlaylists } from './programme-told.ts';

/** A region's playlists, and those of the regions above and below it. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function listPlaylists(ctx: Context, actor: Actor, regionCode: string): Promise<PlaylistForStaff[]> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  const rows = await ctx.db
    .select({
      playlist: playlists,
      path: regions.path,
      schedules: sql<number>`(select count(*)::int from ${schedules} where ${schedules.playlistId} = ${playlists.id} and ${schedules.removedAt} is null)`,
      emptyOn: sql<number>`(select count(*)::int from ${emptyPlaylists} where ${emptyPlaylists.playlistId} = ${playlists.id})`,
    })
    .from(playlists)
    .innerJoin(regions, eq(regions.code, playlists.regionCode))
    .where(and(isNull(playlists.removedAt), or(sql`starts_with(${regions.path}, ${path})`, sql`starts_with(${path}, ${regions.path})`)))
    .orderBy(asc(regions.path), asc(playlists.name), asc(playlists.id));
  return rows.map(({ playlist: { id, regionCode: code, name, version, items, updatedAt }, path: theirs, ...counts }) => ({
    ...{ id, regionCode: code, name, version, items },
    updatedAt: updatedAt.toString(),
    mayChange: mayIn(actor, 'clerk', theirs),
    ...counts,
  }));
}

/** @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function createPlaylist(ctx: Context, actor: Actor, input: SavePlaylist): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', await regionPath(tx, input.regionCode));
    const id = ctx.random.id();
    await tx.insert(playlists).values({ id, ...input, updatedBy: personOf(actor), updatedAt: ctx.clock.now() });
    await record(tx, ctx, actor, { area: 'programme', action: 'playlist.made', subject: id, after: input });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: input.regionCode, what: 'playlists' });
    return { id };
  });
}

/** On the walls at once, wherever it is scheduled: all that it can hold was approved. @throws Refusal PLAYLIST_NOT_FOUND, CONTENT_CHANGED, NOT_ALLOWED */
export async function changePlaylist(
  ctx: Context,
  actor: Actor,
  { playlistId, version, name, items }: { playlistId: string; version: number; name: string; items: PlaylistItem[] },
): Promise<{ version: number }> {
  return await ctx.db.transaction(async (tx) => {
    const playlist = await holdPlaylist(tx, actor, playlistId);
    if (playlist.version !== version) throw new Refusal('CONTENT_CHANGED');
    await tx
      .update(playlists)
      .set({ name, items, version: version + 1, updatedBy: personOf(actor), updatedAt: ctx.clock.now() })
      .where(eq(playlists.id, playlistId));
    await record(tx, ctx, actor, {
      area: 'programme',
      action: 'playlist.changed',
      subject: playlistId,
      before: { name: playlist.name, items: playlist.items },
      after: { name, items },
    });
    await tellPlaylists(tx, ctx, [playlistId]);
    await announce(tx, ctx, { type: 'desk.changed', regionCode: playlist.regionCode, what: 'playlists' });
    return { version: version + 1 };
  });
}

/** @throws Refusal PLAYLIST_IN_USE, PLAYLIST_NOT_FOUND, NOT_ALLOWED */
export async function removePlaylist(ctx: Context, actor: Actor, playlistId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const playlist = await holdPlaylist(tx, actor, playlistId);
    const using = await tx
      .select({ id: schedules.id })
      .from(schedules)
      .where(and(eq(schedules.playlistId, playlistId), isNull(schedules.removedAt)));
    if (using.length > 0) throw new Refusal('PLAYLIST_IN_USE', { count: using.length });
    await tx.update(playlists).set({ removedAt: ctx.clock.now() }).where(eq(playlists.id, playlistId));
    await record(tx, ctx, actor, { area: 'programme', action: 'playlist.removed', subject: playlistId, before: { name: playlist.name } });
    await announce(tx, ctx, { type: 'desk.changed', regionCode: playlist.regionCode, what: 'playlists' });
  });
}

async function holdPlaylist(tx: Tx, actor: Actor, playlistId: string) {
  const [found] = await tx
    .select({ playlist: playlists, path: regions.path })
    .from(playlists)
    .innerJoin(regions, eq(regions.code, playlists.regionCode))
    .where(and(eq(playlists.id, playlistId), isNull(playlists.removedAt)))
    .for('update', { of: playlists });
  if (!found) throw new Refusal('PLAYLIST_NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return found.playlist;
}
