import type { Context } from './context.ts';

/** One for each database, made for whoever comes first: all contexts of a process reach the same, and in tests each house has its own. */
export function perDatabase<Ctx extends Pick<Context, 'db'>, Made>(make: (ctx: Ctx) => Made): (ctx: Ctx) => Made {
  const made = new WeakMap<Context['db'], Made>();
  return (ctx) => {
    const known = made.get(ctx.db) ?? make(ctx);
    made.set(ctx.db, known);
    return known;
  };
}
