import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { regions, stations } from '../../db/schema/org.ts';
import { postings, publications } from '../../db/schema/postings.ts';
import { screens } from '../../db/schema/screens.ts';
import { publicStatuses } from '../../domain/posting/status.ts';
import type { Context } from '../context.ts';

/** Jobs are laid out this far ahead: longer than the round that lays them out anew, so that no moment falls between two rounds. */
const horizon = Temporal.Duration.from({ minutes: 12 });
/** Clocks of two machines differ by some ms: a job that comes before its moment waits for it, up to here. */
const mostEarlyMs = 2_000;

/**
 * Lays out a job at each moment at which a publication begins or ends, of one posting or of all. Named by the moment: laid out again it
 * is the same job, and all that turns at eight o'clock is one. It outlives a restart with its queue; a queue that was lost gets it
 * again from the next round over everything.
 */
export async function layOutMoments(ctx: Context, postingId?: string): Promise<void> {
  const now = ctx.clock.now();
  const ahead = (column: typeof publications.startsAt | typeof publications.endsAt) => and(gt(column, now), lte(column, now.add(horizon)));
  const rows = await ctx.db
    .select({ startsAt: publications.startsAt, endsAt: publications.endsAt })
    .from(publications)
    .innerJoin(postings, and(eq(postings.id, publications.postingId), inArray(postings.status, [...publicStatuses])))
    .where(
      and(
        postingId === undefined ? undefined : eq(publications.postingId, postingId),
        or(ahead(publications.startsAt), ahead(publications.endsAt)),
      ),
    );
  const nowMs = now.epochMilliseconds;
  const moments = new Set(
    rows
      .flatMap(({ startsAt, endsAt }) => [startsAt, ...(endsAt === null ? [] : [endsAt])])
      .map(upToMs)
      .filter((at) => at > nowMs && at <= nowMs + horizon.total('milliseconds')),
  );
  await ctx.queues.add(
    ...[...moments].map((at) => ({
      queue: 'boards' as const,
      payload: { of: 'moment' as const, at: Temporal.Instant.fromEpochMilliseconds(at).toString() },
      id: `moment-${at}`,
      delayMs: at - nowMs,
    })),
  );
}

/** The screens on which something begins or ends at this moment, once it has come. */
export async function screensTurningAt(ctx: Context, moment: string): Promise<string[]> {
  const at = Temporal.Instant.from(moment);
  const early = at.epochMilliseconds - ctx.clock.now().epochMilliseconds;
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(early, mostEarlyMs)));
  const turns = (column: SQL) =>
    sql`${column} > ${at.subtract({ milliseconds: 1 }).toString()}::timestamptz and ${column} <= ${at.toString()}::timestamptz`;
  const target = sql`(select path from ${regions} as target where target.code = ${publications.regionCode})`;
  const rows = await ctx.db
    .selectDistinct({ id: screens.id })
    .from(publications)
    .innerJoin(stations, sql`true`)
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .innerJoin(screens, and(eq(screens.stationId, stations.id), isNull(screens.revokedAt)))
    .where(
      and(
        or(turns(sql`${publications.startsAt}`), turns(sql`${publications.endsAt}`)),
        or(eq(publications.stationId, stations.id), sql`starts_with(${regions.path}, ${target})`),
      ),
    );
  return rows.map((row) => row.id);
}

/** Moments are stored to the microsecond and jobs come by the millisecond: never before it. */
const upToMs = (at: Temporal.Instant): number => Number((at.epochNanoseconds + 999_999n) / 1_000_000n);
