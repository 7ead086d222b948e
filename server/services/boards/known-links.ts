import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { ensureLinks, type LinkWant } from '../links/ensure-links.ts';

/** A set's code is asked for again after this, so that the links that hang on walls are renewed in time. */
const trustedMs = 6 * 3_600_000;
const mostKnown = 200_000;

interface Known {
  code: string;
  page: number | undefined;
  atMs: number;
}

/** One memory a database and process: of five pages a screen, an approval changes one. */
const memories = new WeakMap<Context['db'], Map<string, Known>>();

export interface AskedLinks {
  codes: Map<string, string>;
  /** To be called when the transaction is committed: what was rolled back must not be remembered. */
  committed(): void;
}

export async function askLinks(tx: Tx, ctx: Context, wants: readonly LinkWant[]): Promise<AskedLinks> {
  const memory = memories.get(ctx.db) ?? new Map<string, Known>();
  memories.set(ctx.db, memory);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const codes = new Map<string, string>();
  const unknown: LinkWant[] = [];
  for (const want of wants) {
    const known = memory.get(want.setKey);
    if (known !== undefined && known.page === want.page && nowMs - known.atMs < trustedMs) codes.set(want.setKey, known.code);
    else unknown.push(want);
  }
  if (unknown.length > 0) for (const [setKey, code] of await ensureLinks(tx, ctx, unknown)) codes.set(setKey, code);
  return {
    codes,
    committed() {
      if (memory.size > mostKnown) memory.clear();
      for (const { setKey, page } of unknown) {
        const code = codes.get(setKey);
        if (code !== undefined) memory.set(setKey, { code, page, atMs: nowMs });
      }
    },
  };
}
