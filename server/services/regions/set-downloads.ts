import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../db/database.ts';
import { stations } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { DownloadWindow } from '../../domain/screen/downloads.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { stationWithPath } from './region-of.ts';

export async function viewDownloads(ctx: Context, actor: Actor, stationId: string): Promise<{ downloads: DownloadWindow | null }> {
  const { station, path } = await stationWithPath(ctx.db, stationId);
  requireIn(actor, 'clerk', path);
  return { downloads: station.downloads };
}

/** When a station's screens may fetch large files: its line is slow by day. @throws Refusal STATION_UNKNOWN, NOT_ALLOWED */
export async function setDownloads(
  ctx: Context,
  actor: Actor,
  { stationId, downloads }: { stationId: string; downloads: DownloadWindow | null },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { station, path } = await stationWithPath(tx, stationId);
    requireIn(actor, 'clerk', path);
    if (isSameWindow(station.downloads, downloads)) return;
    await tx.update(stations).set({ downloads }).where(eq(stations.id, stationId));
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'station.downloads-changed',
      subject: stationId,
      before: { downloads: station.downloads },
      after: { downloads },
    });
    await tellScreensOf(tx, ctx, stationId);
  });
}

export const isSameWindow = (a: DownloadWindow | null, b: DownloadWindow | null) => a?.from === b?.from && a?.to === b?.to;

/** Each of a station's screens gets a new manifest. */
export async function tellScreensOf(tx: Tx, ctx: Context, stationId: string): Promise<void> {
  const rows = await tx
    .select({ id: screens.id })
    .from(screens)
    .where(and(eq(screens.stationId, stationId), isNull(screens.revokedAt)));
  await announce(tx, ctx, ...rows.map(({ id }) => ({ type: 'screen.changed' as const, screenId: id })));
}
