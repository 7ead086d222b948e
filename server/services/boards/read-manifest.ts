import { sql } from 'drizzle-orm';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { composeBoards } from './compose-boards.ts';
import { fromShelf, hasShelf, type ServedManifest } from './manifest-shelf.ts';

const none = { version: 0, hash: '', body: Buffer.alloc(0) } satisfies ServedManifest;
const readers = new WeakMap<Context['db'], (screenId: string) => Promise<ServedManifest>>();

/**
 * The newest manifest of a screen. A thousand players that ask at once are served by a few statements, or, in embedded mode after a start, by
 * a few rounds of composing.
 */
export async function readManifest(ctx: Context, screenId: string): Promise<ServedManifest | undefined> {
  const shelved = fromShelf(ctx, screenId);
  if (shelved !== undefined) return shelved;
  let reader = readers.get(ctx.db);
  if (reader === undefined) {
    const together = coalesce<string, ServedManifest>({
      most: 250,
      run: async (_key, ids) => (hasShelf(ctx) ? composeMany(ctx, ids) : readMany(ctx, ids)),
    });
    reader = (id) => together('manifests', id);
    readers.set(ctx.db, reader);
  }
  const found = await reader(screenId);
  return found.version === 0 ? undefined : found;
}

async function composeMany(ctx: Context, screenIds: string[]): Promise<ServedManifest[]> {
  await composeBoards(ctx, [...new Set(screenIds)]);
  return screenIds.map((id) => fromShelf(ctx, id) ?? none);
}

async function readMany(ctx: Context, screenIds: string[]): Promise<ServedManifest[]> {
  const { rows } = await ctx.db.execute<{ screen_id: string; version: number; hash: string; body: string }>(sql`
    select newest.* from jsonb_array_elements_text(${JSON.stringify([...new Set(screenIds)])}::jsonb) as wanted(id)
    cross join lateral (
      select screen_id, version, hash, body from manifests where screen_id = wanted.id order by version desc limit 1
    ) as newest`);
  const byScreen = new Map(rows.map(({ screen_id, version, hash, body }) => [screen_id, { version, hash, body: Buffer.from(body) }]));
  return screenIds.map((id) => byScreen.get(id) ?? none);
}
