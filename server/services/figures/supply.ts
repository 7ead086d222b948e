import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, postingVersions, publications } from '../../db/schema/postings.ts';
import { dayPayFen } from '../../domain/figures/day-pay.ts';
import type { Place } from '../../domain/figures/measures.ts';
import { HourSums, none, type Source } from './hours.ts';

const publishedAt = sql<string>`coalesce(${postings.firstPublishedAt}, ${postings.approvedAt})`;

/** 新上岗位: postings, places and day pay, where they come from and where they are shown. */
export const supply: Source = {
  measures: [
    'postings',
    'headcount',
    'day-pay-fen',
    'day-pay-places',
    'other-pay',
    'postings-here',
    'headcount-here',
    'day-pay-fen-here',
    'day-pay-places-here',
    'other-pay-here',
  ],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const rows = await tx
      .select({ id: postings.id, regionCode: postings.regionCode, at: publishedAt, facts: postingVersions.facts })
      .from(postings)
      .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
      .where(and(gte(publishedAt, from.toString()), lt(publishedAt, to.toString())));
    const reached = await stationsReached(
      tx,
      rows.map(({ id }) => id),
    );
    for (const { id, regionCode, at, facts } of rows) {
      const when = Temporal.Instant.from(at);
      const { trade, pay, headcount } = facts;
      const fen = dayPayFen(pay);
      const count = (place: Place, suffix: '' | '-here') => {
        sums.add(when, place, `postings${suffix}`);
        sums.add(when, place, `headcount${suffix}`, headcount.max);
        if (fen === undefined) return sums.add(when, place, `other-pay${suffix}`);
        sums.add(when, place, `day-pay-fen${suffix}`, fen * headcount.max);
        sums.add(when, place, `day-pay-places${suffix}`, headcount.max);
      };
      count({ regionCode, stationId: none, trade }, '');
      for (const station of reached.get(id) ?? []) count({ ...station, trade }, '-here');
    }
    return sums;
  },
};

async function stationsReached(tx: Tx, postingIds: string[]): Promise<Map<string, Omit<Place, 'trade'>[]>> {
  if (postingIds.length === 0) return new Map();
  const shownIn = sql`${publications.regionCode} is not null and ${regions.path} like (
    select reached.path from ${regions} as reached where reached.code = ${publications.regionCode}) || '%'`;
  const rows = await tx
    .selectDistinct({ postingId: publications.postingId, stationId: stations.id, regionCode: stations.regionCode })
    .from(publications)
    .innerJoin(stations, sql`true`)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(and(among(publications.postingId, postingIds), sql`(${publications.stationId} = ${stations.id} or (${shownIn}))`));
  return Map.groupBy(rows, ({ postingId }) => postingId);
}
