import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Coverage } from '../../contract/proofs.ts';
import { playDays, playJournals } from '../../db/schema/proofs.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { causeOf, expectedByHour } from '../../domain/proof/expected.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { screenAt } from '../screens/held-screen.ts';

/** One screen's day: how long its glass should have shown something, how long it did, and why less. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function readCoverage(ctx: Context, actor: Actor, input: { screen: string; day: string }): Promise<Coverage> {
  const { screen, station, path } = await screenAt(ctx.db, input.screen);
  requireIn(actor, 'clerk', path);
  const { timeZone } = station;
  const start = Temporal.PlainDate.from(input.day).toZonedDateTime(timeZone);
  const end = start.add({ days: 1 }).toInstant();
  const minuteOf = (at: Temporal.Instant) => Math.floor((at.epochMilliseconds - start.epochMilliseconds) / 60_000);
  const expected = expectedByHour({
    hours: station.hours,
    dayOfWeek: start.dayOfWeek,
    fromMinute: screen.pairedAt === null ? 24 * 60 : minuteOf(screen.pairedAt),
    toMinute: minuteOf(ctx.clock.now()),
  });
  const sums = await ctx.db
    .select({ kind: playDays.kind, ms: playDays.ms })
    .from(playDays)
    .where(and(eq(playDays.screenId, input.screen), eq(playDays.day, input.day), sql`${playDays.kind} in ('screen', 'takeover')`));
  const journals = await ctx.db
    .select({ lost: playJournals.lost, retimed: playJournals.retimed })
    .from(playJournals)
    // A number that was lost in another year is no reason for today's gap.
    .where(and(eq(playJournals.screenId, input.screen), lt(playJournals.openedAt, end), gte(playJournals.lastAt, start.toInstant())));
  const lost = journals.reduce((sum, journal) => sum + journal.lost, 0);
  const msOf = (kind: 'screen' | 'takeover', hour: number) =>
    sums.filter((sum) => sum.kind === kind).reduce((total, sum) => total + (sum.ms[hour] ?? 0), 0);
  const seenMs = screen.lastSeenAt?.epochMilliseconds ?? 0;
  const hours = expected.map((expectedMs, hour) => {
    const playedMs = msOf('screen', hour);
    const takeoverMs = msOf('takeover', hour);
    // Plays come with the next minute's batch.
    const heardSince = seenMs > start.add({ hours: hour + 1, minutes: 5 }).epochMilliseconds;
    return { hour, expectedMs, playedMs, takeoverMs, ...causeOf({ expectedMs, playedMs, takeoverMs, heardSince, hasLost: lost > 0 }) };
  });
  return {
    timeZone,
    hours,
    expectedMs: hours.reduce((sum, one) => sum + one.expectedMs, 0),
    playedMs: hours.reduce((sum, one) => sum + one.playedMs, 0),
    lost,
    retimed: journals.reduce((sum, journal) => sum + journal.retimed, 0),
  };
}
