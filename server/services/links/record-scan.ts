import type { Database } from '../../db/database.ts';
import { scans } from '../../db/schema/links.ts';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import type { FoundLink } from './find-link.ts';

export interface Scan {
  link: Pick<FoundLink, 'code' | 'stationId' | 'screenId'>;
  step: 'scan' | 'view' | 'verify';
  postingId: string | undefined;
}

/** One step of the funnel, to the minute and the screen; nothing of the person. A rush of scans is written together. */
export async function recordScan(ctx: Context, { link, step, postingId }: Scan): Promise<void> {
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
