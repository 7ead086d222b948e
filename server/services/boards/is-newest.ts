import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../per-database.ts';
import { onShelf } from './manifest-shelf.ts';
import { latestContent } from './store-manifests.ts';

const none = { hash: '' };

const readTogether = perDatabase(({ db }: Pick<Context, 'db'>) =>
  coalesce<string, { hash: string }>({
    most: 500,
    restMs: 20,
    run: async (_key, ids) => {
      const newest = await latestContent(db, [...new Set(ids)]);
      return ids.map((id) => newest.get(id) ?? none);
    },
  }),
);

/**
 * Whether what a player holds is the newest there is for it. Thousands ask so each minute, and all of them at once after a cut: what they need is a
 * number, not bodies read from the database, and in embedded mode not boards composed anew because memory holds some of them only.
 */
export async function isNewest(ctx: Context, screenId: string, hash: string): Promise<boolean> {
  const newest = onShelf(ctx, screenId) ?? (await readTogether(ctx)('newest', screenId));
  return newest.hash === hash;
}
