import type { Database } from '../../db/database.ts';
import { scans } from '../../db/schema/links.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { isWithin } from '../seekers/limits.ts';
import type { FoundLink } from './find-link.ts';

export interface Scan {
  link: Pick<FoundLink, 'code' | 'stationId' | 'screenId'>;
  step: 'scan' | 'view' | 'verify';
  postingId: string | undefined;
}

/** Who opens a page, as far as counting them needs it: nothing of it is stored. */
export interface Visitor {
  address: string;
  /** The same for one browser as long as it can be told: a seeker's session, else address and user agent. */
  browser: string;
}

/**
 * One step of the funnel, to the minute and the screen; nothing of the person. A browser that does the same again within a minute is not
 * counted twice, nor is an address that does nothing else: the page is theirs all the same. A rush of scans is written together.
 */
export async function recordScan(ctx: Context, { link, step, postingId }: Scan, visitor: Visitor): Promise<void> {
  const same = `${link.code}:${step}:${postingId ?? ''}:${visitor.browser}`;
  // The address first: made-up browsers must not fill the memory of those that were seen.
  if (!(await isWithin(ctx, { 'scan-address': visitor.address, 'scan-repeat': same }))) return;
  await writer(ctx)('scans', {
    code: link.code,
    step,
    postingId: postingId ?? null,
    stationId: link.stationId,
    screenId: link.screenId,
    at: ctx.clock.now(),
  });
}

type ScanRow = typeof scans.$inferInsert;
const writers = new WeakMap<Database, (key: string, scan: ScanRow) => Promise<true>>();

function writer(ctx: Context) {
  const known = writers.get(ctx.db);
  if (known) return known;
  const made = coalesce<ScanRow, true>({
    most: 500,
    run: async (_key, rows) => {
      await ctx.db.insert(scans).values(rows);
      return rows.map(() => true);
    },
  });
  writers.set(ctx.db, made);
  return made;
}
