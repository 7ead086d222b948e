import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { JobPage, jobQuery } from '../../contract/browse.ts';
import { employers, postings } from '../../db/schema/postings.ts';
import { isPublic } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';
import { knownLink, screenName } from '../links/find-link.ts';
import { recordScan, type Visitor } from '../links/record-scan.ts';
import { Refusal } from '../refusal.ts';
import { offeredNow, publicPostings } from './public-postings.ts';
import { nearbyJobs } from './scanned-page.ts';
import { findStation, stationFor, stationView } from './station-of.ts';
import { zoneNow } from './zone-now.ts';

/**
 * One job with all that the public may know. A `link` that is not one of ours is left aside: the job is the same without it.
 * @throws Refusal POSTING_NOT_FOUND, POSTING_CLOSED, POSTING_EXPIRED
 */
export async function openJobPage(ctx: Context, postingId: string, query: z.infer<typeof jobQuery>, visitor: Visitor): Promise<JobPage> {
  const link = await knownLink(ctx, query.link);
  const own = query.lat === undefined || query.lon === undefined ? undefined : { lat: query.lat, lon: query.lon };
  const scannedAt = await findStation(ctx.db, link?.stationId);
  const station = scannedAt ?? (await stationFor(ctx.db, postingId, own));
  const from = own ?? station;
  const [job] = await publicPostings(ctx.db, { where: and(offeredNow(ctx), eq(postings.id, postingId)), limit: 1, from });
  if (!job) throw await whyNot(ctx, postingId);
  const others = link ? link.postingIds.filter((id) => id !== postingId) : [];
  const found =
    others.length === 0
      ? []
      : await publicPostings(ctx.db, { where: and(offeredNow(ctx), inArray(postings.id, others)), limit: others.length, from });
  const byId = new Map(found.map((posting) => [posting.id, posting]));
  // Grabbing and reporting go on from a view that is counted already.
  if (link && (query.page ?? 'job') === 'job') await recordScan(ctx, { link, step: 'view', postingId }, visitor);
  const [more] = await ctx.db
    .select({ postedAt: postings.createdAt, checkedHow: employers.checkedHow })
    .from(postings)
    .leftJoin(employers, eq(employers.id, postings.employerId))
    .where(eq(postings.id, postingId));
  if (!more) throw new Refusal('POSTING_NOT_FOUND');
  return {
    ...zoneNow(ctx, station?.timeZone),
    job: {
      ...job,
      employerCheckedHow: more.checkedHow,
      address: station?.address ?? null,
      postedAt: more.postedAt.toString(),
    },
    station: station ? stationView(station) : null,
    scanned: link
      ? { code: link.code, screenName: await screenName(ctx.db, link.screenId), page: link.page, stationName: scannedAt?.name ?? null }
      : null,
    together: others.flatMap((id) => byId.get(id) ?? []),
    nearby: from ? await nearbyJobs(ctx, { from, not: [postingId, ...others] }) : [],
    smsAvailable: ctx.sms.available,
  };
}

/** A job that was on a wall deserves better than "not found". */
export async function whyNot(ctx: Pick<Context, 'db'>, postingId: string): Promise<Refusal> {
  const [posting] = await ctx.db
    .select({ status: postings.status, approvedVersion: postings.approvedVersion })
    .from(postings)
    .where(eq(postings.id, postingId));
  if (!posting || posting.approvedVersion === null) return new Refusal('POSTING_NOT_FOUND');
  return new Refusal(isPublic(posting.status) ? 'POSTING_EXPIRED' : 'POSTING_CLOSED');
}
