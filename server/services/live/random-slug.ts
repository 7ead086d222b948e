import type { Context } from '../context.ts';

/** Letters that can be said over the phone: no look-alikes. */
const slugLetters = 'abcdefghjkmnpqrstuvwxyz23456789';

export const randomSlug = (ctx: Pick<Context, 'random'>, length = 6): string =>
  [...ctx.random.bytes(length)].map((byte) => slugLetters[byte % slugLetters.length]).join('');
