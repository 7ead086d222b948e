import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { ScannedPage } from '../../contract/browse.ts';
import { episodes } from '../../db/schema/live.ts';
import { postings } from '../../db/schema/postings.ts';
import type { Context } from '../context.ts';
import { findLink, screenName } from '../links/find-link.ts';
import { recordScan, type Visitor } from '../links/record-scan.ts';
import { nearestFirst, offeredNow, openFirst, type PublicPosting, publicPostings } from './public-postings.ts';
import { findStation, stationView } from './station-of.ts';
import { zoneNow } from './zone-now.ts';

export const nearbyCount = 6;

/**
 * What somebody sees who has scanned: the station whose screen it was, and the slide's jobs. A code that is too old still leads there, and says so.
 * @throws Refusal LINK_UNKNOWN
 */
export async function openScannedPage(ctx: Context, typed: string, visitor: Visitor): Promise<ScannedPage> {
  const link = await findLink(ctx, typed);
  const station = await findStation(ctx.db, link.stationId);
  const offered =
    link.postingIds.length === 0
      ? []
      : await publicPostings(ctx.db, {
          where: and(offeredNow(ctx), inArray(postings.id, link.postingIds)),
          limit: link.postingIds.length,
          from: station,
        });
  const byId = new Map(offered.map((posting) => [posting.id, posting]));
  const jobs = link.postingIds.flatMap((id) => byId.get(id) ?? []);
  await recordScan(ctx, { link, step: 'scan', postingId: undefined }, visitor);
  return {
    ...zoneNow(ctx, station?.timeZone),
    code: link.code,
    origin: link.origin,
    station: station ? stationView(station) : null,
    screenName: await screenName(ctx.db, link.screenId),
    page: link.page,
    showSlug: link.postingIds.length === 0 ? await slugOf(ctx, link.episodeId) : null,
    expired: link.expired,
    jobs,
    gone: link.postingIds.length - jobs.length,
    nearby: station ? await nearbyJobs(ctx, { from: station, not: link.postingIds }) : [],
  };
}

async function slugOf(ctx: Context, episodeId: string | null): Promise<string | null> {
  if (episodeId === null) return null;
  const [episode] = await ctx.db.select({ slug: episodes.slug }).from(episodes).where(eq(episodes.id, episodeId));
  return episode?.slug ?? null;
}

/** Open jobs around a point, nearest first; none where the point is unknown: "nearby" must be true. */
export async function nearbyJobs(
  ctx: Context,
  { from, not }: { from: { lat: number | null; lon: number | null }; not: readonly string[] },
): Promise<PublicPosting[]> {
  if (from.lat === null || from.lon === null) return [];
  return publicPostings(ctx.db, {
    where: and(offeredNow(ctx), inArray(postings.status, ['approved']), not.length === 0 ? undefined : notInArray(postings.id, [...not])),
    orderBy: [openFirst, nearestFirst({ lat: from.lat, lon: from.lon })],
    limit: nearbyCount,
    from,
  });
}
