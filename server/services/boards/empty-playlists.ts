import { sql } from 'drizzle-orm';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { emptyPlaylists } from '../../db/schema/programme.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';

interface Empty {
  screenId: string;
  playlistId: string;
}

const keyOf = ({ screenId, playlistId }: Empty) => `${screenId} ${playlistId}`;

/** Keeps which screens have a playlist with nothing valid, and tells of each once when it begins and once when it ends. */
export async function keepEmptyPlaylists(
  tx: Tx,
  ctx: Context,
  { screenIds, empty }: { screenIds: readonly string[]; empty: readonly Empty[] },
): Promise<void> {
  const known = await tx
    .select({ screenId: emptyPlaylists.screenId, playlistId: emptyPlaylists.playlistId })
    .from(emptyPlaylists)
    .where(among(emptyPlaylists.screenId, screenIds));
  if (known.length === 0 && empty.length === 0) return;
  const knownKeys = new Set(known.map(keyOf));
  const emptyKeys = new Set(empty.map(keyOf));
  const begun = empty.filter((one) => !knownKeys.has(keyOf(one)));
  const ended = known.filter((one) => !emptyKeys.has(keyOf(one)));
  const since = ctx.clock.now();
  if (begun.length > 0) await tx.insert(emptyPlaylists).values(begun.map((one) => ({ ...one, since })));
  if (ended.length > 0)
    await tx.execute(sql`
      delete from ${emptyPlaylists} using jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as ended("screenId" text, "playlistId" text)
      where ${emptyPlaylists.screenId} = ended."screenId" and ${emptyPlaylists.playlistId} = ended."playlistId"`);
  await announce(
    tx,
    ctx,
    ...byPlaylist(begun).map((told) => ({ type: 'playlist.empty' as const, ...told })),
    ...byPlaylist(ended).map((told) => ({ type: 'playlist.filled' as const, ...told })),
  );
}

function byPlaylist(rows: readonly Empty[]): { playlistId: string; screenIds: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { playlistId, screenId } of rows) groups.set(playlistId, [...(groups.get(playlistId) ?? []), screenId]);
  return [...groups].map(([playlistId, screenIds]) => ({ playlistId, screenIds }));
}
