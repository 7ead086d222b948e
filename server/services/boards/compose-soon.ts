import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { composeBoards } from './compose-boards.ts';

type Target = readonly string[] | 'all';

/** One composer a database; its context is that of whoever came first, and all of a process's contexts reach the same database. */
const composers = new WeakMap<Context['db'], (target: Target) => Promise<true>>();

/**
 * Composes these screens' boards, together with whatever else is asked for while another round is under way: fifty approvals in a
 * row are two or three rounds over the union of their screens, not fifty.
 */
export async function composeSoon(ctx: Context, target: Target): Promise<void> {
  let composer = composers.get(ctx.db);
  if (composer === undefined) {
    const together = coalesce<Target, true>({
      most: 1_000,
      run: async (_key, targets) => {
        await composeBoards(ctx, union(targets));
        return targets.map(() => true as const);
      },
    });
    composer = (wanted) => together('boards', wanted);
    composers.set(ctx.db, composer);
  }
  if (target === 'all' || target.length > 0) await composer(target);
}

const union = (targets: readonly Target[]): Target => (targets.includes('all') ? 'all' : [...new Set(targets.flat())]);
