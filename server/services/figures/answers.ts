import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { grabs } from '../../db/schema/grabs.ts';
import { stations } from '../../db/schema/org.ts';
import { callBacks, postings, postingVersions } from '../../db/schema/postings.ts';
import { answerStep } from '../../domain/figures/answers.ts';
import { type OpenStretch, openMinutes } from '../../domain/figures/open-time.ts';
import { HourSums, none, type Source } from './hours.ts';
import { stationHours } from './station-hours.ts';

/** Answers later than this after the span are of no interest to any step. */
const longestAnswerMs = 31 * 86_400_000;

/**
 * 抢单 and what became of them, in the hour in which they came, and how long each waited for an answer. The waiting list waits for a place, not for an
 * answer: it is asked when a place is its own.
 */
export const answers: Source = {
  measures: ['grabs', 'confirmed', 'started', 'asked', 'answered'],
  async gather(tx, { from, to }) {
    const sums = new HourSums();
    const rows = await tx
      .select({
        grab: grabs,
        regionCode: sql<string>`coalesce(${stations.regionCode}, ${postings.regionCode})`,
        deskRegion: postings.regionCode,
        trade: sql<string>`coalesce(${postingVersions.facts} ->> 'trade', ${none})`,
      })
      .from(grabs)
      .innerJoin(postings, eq(postings.id, grabs.postingId))
      .leftJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, postings.approvedVersion)))
      .leftJoin(stations, eq(stations.id, grabs.stationId))
      .where(and(gte(grabs.createdAt, from), lt(grabs.createdAt, to)));
    // 请主播回电: asked for in a show, answered when a clerk has rung. A held grab's own call is that grab's answer.
    const calls = await tx
      .select({ regionCode: callBacks.regionCode, askedAt: callBacks.createdAt, doneAt: callBacks.doneAt })
      .from(callBacks)
      .where(and(eq(callBacks.kind, 'chat'), gte(callBacks.createdAt, from), lt(callBacks.createdAt, to)));
    if (rows.length + calls.length === 0) return sums;
    const hours = await stationHours(tx, from.epochMilliseconds, to.epochMilliseconds + longestAnswerMs);
    const byRegion = new Map([...hours.values()].map((station) => [station.regionCode, station.open]));
    const waited = (open: readonly OpenStretch[] | undefined, askedAt: Temporal.Instant, doneAt: Temporal.Instant) =>
      answerStep(
        open
          ? openMinutes(open, askedAt.epochMilliseconds, doneAt.epochMilliseconds)
          : (doneAt.epochMilliseconds - askedAt.epochMilliseconds) / 60_000,
      );

    for (const { grab, regionCode, deskRegion, trade } of rows) {
      const at = grab.createdAt;
      const place = { regionCode, stationId: grab.stationId ?? none, trade };
      sums.add(at, place, 'grabs');
      if (grab.state === 'confirmed' || grab.state === 'started') sums.add(at, place, 'confirmed');
      if (grab.startedAt !== null) sums.add(at, place, 'started');
      if (grab.state === 'waiting') continue;
      sums.add(at, place, 'asked');
      if (grab.answeredAt === null) continue;
      const open = hours.get(grab.stationId ?? none)?.open ?? byRegion.get(deskRegion);
      const askedAt = grab.promotedTextAt ?? at;
      sums.add(
        at,
        place,
        'answered',
        1,
        waited(open, Temporal.Instant.compare(askedAt, grab.answeredAt) < 0 ? askedAt : at, grab.answeredAt),
      );
    }
    for (const { regionCode, askedAt, doneAt } of calls) {
      const place = { regionCode, stationId: none, trade: none };
      sums.add(askedAt, place, 'asked');
      if (doneAt !== null) sums.add(askedAt, place, 'answered', 1, waited(byRegion.get(regionCode), askedAt, doneAt));
    }
    return sums;
  },
};
