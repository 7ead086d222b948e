import { and, asc, desc, eq, getTableColumns, gte, inArray, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { TruthCheck, TruthRound, TruthSheet } from '../../contract/truth.ts';
import type { Database, Tx } from '../../db/database.ts';
import { user } from '../../db/schema/auth.ts';
import { regions } from '../../db/schema/org.ts';
import { postings, postingVersions } from '../../db/schema/postings.ts';
import { truthChecks, truthDraws, truthRounds } from '../../db/schema/truth.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import { type Outcome, tally } from '../../domain/truth/tally.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { openPhones } from '../postings/versions.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { mondayOf } from './draw-week.ts';

/** Weeks of history. */
const weeksListed = 26;

/** The week's calls for this desk and everything below it, and how the weeks before came out. */
export async function readSheet(ctx: Context, actor: Actor, regionCode: string): Promise<TruthSheet> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  const timeZone = await timeZoneOf(ctx.db, path);
  const week = mondayOf(ctx.clock.now().toZonedDateTimeISO(timeZone)).toString();
  return {
    week,
    timeZone,
    checks: await checksOf(ctx, path, week),
    rounds: await readRounds(ctx.db, { path, whole: mayIn(actor, 'clerk', ''), week }),
  };
}

async function checksOf(ctx: Context, path: string, week: string): Promise<TruthCheck[]> {
  const rows = await ctx.db
    .select({
      check: getTableColumns(truthChecks),
      status: postings.status,
      phonesSealed: postingVersions.phonesSealed,
      checkedByName: user.name,
    })
    .from(truthChecks)
    .innerJoin(regions, eq(regions.code, truthChecks.regionCode))
    .innerJoin(postings, eq(postings.id, truthChecks.postingId))
    .innerJoin(postingVersions, and(eq(postingVersions.postingId, postings.id), eq(postingVersions.version, truthChecks.version)))
    .leftJoin(user, eq(user.id, truthChecks.checkedBy))
    .where(and(eq(truthChecks.week, week), sql`starts_with(${regions.path}, ${path})`))
    .orderBy(asc(truthChecks.id));
  return rows.map(({ check: { screenId: _screen, version: _version, ...check }, status, phonesSealed, checkedByName }) => ({
    ...check,
    status,
    phonesMasked: openPhones(ctx, phonesSealed).map(maskPhone),
    triedAt: check.triedAt?.toString() ?? null,
    checkedAt: check.checkedAt?.toString() ?? null,
    checkedBy: checkedByName ?? check.checkedBy,
  }));
}

/**
 * Rounds of the counties below a region, of the county above it, and of the whole installation for whoever may see it; newest first.
 * @param week the newest (its Monday)
 */
export async function readRounds(
  db: Database | Tx,
  { path, whole, week }: { path: string; whole: boolean; week: string },
): Promise<TruthRound[]> {
  const since = Temporal.PlainDate.from(week).subtract({ weeks: weeksListed }).toString();
  const rows = await db
    .select({ round: truthRounds, regionName: regions.name, regionPath: regions.path })
    .from(truthRounds)
    .leftJoin(regions, eq(regions.code, truthRounds.regionCode))
    .where(gte(truthRounds.week, since))
    .orderBy(desc(truthRounds.week), asc(regions.path));
  const mine = rows.filter(({ regionPath: at }) => (at === null ? whole : at.startsWith(path) || path.startsWith(at)));
  if (mine.length === 0) return [];
  const drawn = await db
    .select({ roundId: truthDraws.roundId, outcome: truthChecks.outcome })
    .from(truthDraws)
    .innerJoin(truthChecks, eq(truthChecks.id, truthDraws.checkId))
    .where(
      inArray(
        truthDraws.roundId,
        mine.map(({ round }) => round.id),
      ),
    );
  const outcomes = new Map<string, Outcome[]>();
  for (const { roundId, outcome } of drawn) outcomes.set(roundId, [...(outcomes.get(roundId) ?? []), outcome]);
  return mine.map(({ round: { population, drawnAt, ...round }, regionName }) => ({
    ...round,
    regionName: regionName ?? '',
    population: population.length,
    drawnAt: drawnAt.toString(),
    tally: tally(outcomes.get(round.id) ?? []),
  }));
}
