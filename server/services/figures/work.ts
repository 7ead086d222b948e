import { and, eq, gte, inArray, lt, lte, notExists, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { stations } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { workWords } from '../../db/schema/work.ts';
import { type AgreedWork, type WorkWord, workDays } from '../../domain/figures/at-work.ts';
import type { Place } from '../../domain/figures/measures.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { HourSums, none, type Source } from './hours.ts';

const timeZone = sql<string>`coalesce(${stations.timeZone}, ${defaultTimeZone})`;
const person = sql<string>`coalesce(${seekers.contactHash}, ${seekers.id})`;

/** 上岗 and what waits beside it, in the first hour of the day on which it was. */
export const work: Source = {
  measures: ['at-work', 'work-unconfirmed'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const said = await saidBetween(tx, dayOf(from), dayOf(to));
    const agreed = await agreedBetween(tx, { from, to });
    const days = workDays(said, agreed);
    const places = await placesOf(tx, [...new Set(days.map(({ grabId }) => grabId))]);
    for (const { grabId, day, state } of days) {
      const known = places.get(grabId);
      if (!known) continue;
      const at = Temporal.PlainDate.from(day).toZonedDateTime(known.timeZone).toInstant();
      if (Temporal.Instant.compare(at, from) < 0 || Temporal.Instant.compare(at, to) >= 0) continue;
      sums.add(at, known.place, state === 'at-work' ? 'at-work' : 'work-unconfirmed');
    }
    return sums;
  },
};

const dayOf = (at: Temporal.Instant): string => at.toZonedDateTimeISO(defaultTimeZone).toPlainDate().toString();

function saidBetween(tx: Tx, fromDay: string, toDay: string): Promise<WorkWord[]> {
  return tx
    .select({ grabId: workWords.grabId, person, postingId: grabs.postingId, day: workWords.day, side: workWords.side })
    .from(workWords)
    .innerJoin(grabs, eq(grabs.id, workWords.grabId))
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .where(and(gte(workWords.day, fromDay), lte(workWords.day, toDay)));
}

/** Agreed with nobody's word of any day: of the day on which it was agreed, or begun. */
function agreedBetween(tx: Tx, { from, to }: { from: Temporal.Instant; to: Temporal.Instant }): Promise<AgreedWork[]> {
  const when = sql`coalesce(${grabs.startedAt}, ${grabs.answeredAt})`;
  const day = sql<string>`to_char(${when} at time zone ${timeZone}, 'YYYY-MM-DD')`;
  // An answer comes within weeks of its grab: the index over `created_at` bounds what is read.
  const earliest = from.subtract({ hours: 31 * 24 });
  return tx
    .select({ grabId: grabs.id, person, postingId: grabs.postingId, day })
    .from(grabs)
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .leftJoin(stations, eq(stations.id, grabs.stationId))
    .where(
      and(
        inArray(grabs.state, ['confirmed', 'started']),
        gte(grabs.createdAt, earliest),
        lt(grabs.createdAt, to),
        sql`${when} >= ${from.toString()}::timestamptz`,
        sql`${when} < ${to.toString()}::timestamptz`,
        notExists(tx.select({ one: sql`1` }).from(workWords).where(eq(workWords.grabId, grabs.id))),
      ),
    );
}

async function placesOf(tx: Tx, grabIds: string[]): Promise<Map<string, { place: Place; timeZone: string }>> {
  if (grabIds.length === 0) return new Map();
  const rows = await tx
    .select({
      grabId: grabs.id,
      regionCode: sql<string>`coalesce(${stations.regionCode}, ${postings.regionCode})`,
      stationId: sql<string>`coalesce(${stations.id}, ${none})`,
      trade: sql<string>`coalesce(${postingVersions.facts} ->> 'trade', ${none})`,
      timeZone,
    })
    .from(grabs)
    .innerJoin(postings, eq(postings.id, grabs.postingId))
    .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
    .leftJoin(stations, eq(stations.id, grabs.stationId))
    .where(among(grabs.id, grabIds));
  return new Map(rows.map(({ grabId, timeZone: zone, ...place }) => [grabId, { place, timeZone: zone }]));
}
