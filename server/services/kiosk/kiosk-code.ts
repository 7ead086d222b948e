import type { KioskCode } from '../../contract/kiosk.ts';
import type { Context } from '../context.ts';
import { ensureLinks, linkUrl } from '../links/ensure-links.ts';
import { Refusal } from '../refusal.ts';
import { openKioskJob } from './kiosk-jobs.ts';
import { kioskScreen } from './kiosk-screen.ts';

/** A code of the kiosk's own for each job, so that the funnel tells a hand-over to a phone from a scan of the board on the same glass. */
const kioskSetPrefix = (screenId: string) => `${screenId}:kiosk:`;

/**
 * The code by which a phone takes a job along.
 * @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED
 */
export async function codeForJob(ctx: Context, screenId: string, postingId: string): Promise<KioskCode> {
  const { station } = await kioskScreen(ctx, screenId);
  await openKioskJob(ctx, screenId, postingId);
  const setKey = `${kioskSetPrefix(screenId)}${postingId}`;
  const codes = await ctx.db.transaction((tx) =>
    ensureLinks(tx, ctx, [{ origin: 'screen', setKey, stationId: station.id, screenId, postingIds: [postingId] }]),
  );
  const code = codes.get(setKey);
  if (code === undefined) throw new Refusal('NOT_FOUND');
  return { code, url: linkUrl(ctx, code) };
}
