import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { fromShelf } from './manifest-shelf.ts';
import { latestContent } from './store-manifests.ts';

const readers = new WeakMap<Context['db'], (screenId: string) => Promise<{ hash: string }>>();
const none = { hash: '' };

/**
 * Whether what a player holds is the newest there is for it. Thousands ask so each minute, and all of them at once after a cut: what they need is a
 * number, not bodies read from the database, and in embedded mode not boards composed anew because memory holds some of them only.
 */
export async function isNewest(ctx: Context, screenId: string, hash: string): Promise<boolean> {
  const shelved = fromShelf(ctx, screenId);
  if (shelved !== undefined) return shelved.hash === hash;
  let reader = readers.get(ctx.db);
  if (reader === undefined) {
    const together = coalesce<string, { hash: string }>({
      most: 500,
      restMs: 20,
      run: async (_key, ids) => {
        const newest = await latestContent(ctx.db, [...new Set(ids)]);
        return ids.map((id) => newest.get(id) ?? none);
      },
    });
    reader = (id) => together('newest', id);
    readers.set(ctx.db, reader);
  }
  return (await reader(screenId)).hash === hash;
}
