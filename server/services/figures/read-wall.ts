import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { WallView } from '../../contract/figures.ts';
import { episodes } from '../../db/schema/live.ts';
import { regions } from '../../db/schema/org.ts';
import type { Context } from '../context.ts';
import { teamsOnGlass } from '../teams/teams-on-glass.ts';
import { insightOf, readDays, readHours } from './read-insight.ts';
import { isDemo, type Scope } from './scope.ts';

const curveDays = 14;
const mostTeams = 5;
/** A show that was to begin and has not is still the next one for so long. */
const lateMinutes = 60;

/** 智慧数据大屏: everything that one wall shows, from the sums. */
export async function readWall(ctx: Context, scope: Scope): Promise<WallView> {
  const now = ctx.clock.now();
  const today = now.toZonedDateTimeISO(scope.timeZone).toPlainDate();
  const day = today.toString();
  const before = today.subtract({ days: 1 }).toString();
  return {
    serverTime: now.toString(),
    today: day,
    demo: await isDemo(ctx.db, scope),
    now: await insightOf(ctx, scope, { from: day, to: day }),
    yesterday: await readHours(ctx.db, scope, { from: before, to: before }),
    days: await readDays(ctx.db, scope, { from: today.subtract({ days: curveDays - 1 }).toString(), to: day }),
    nextShow: await nextShow(ctx, scope),
    teams: (await teamsOnGlass(ctx.db, scope, day)).slice(0, mostTeams),
  };
}

/** The one that is on, else the next: of this region, of one above it, or of one inside. */
async function nextShow(ctx: Context, scope: Scope): Promise<WallView['nextShow']> {
  const [show] = await ctx.db
    .select({ title: episodes.title, hostName: episodes.hostName, startsAt: episodes.plannedAt, state: episodes.state })
    .from(episodes)
    .innerJoin(regions, eq(regions.code, episodes.regionCode))
    .where(
      and(
        isNull(episodes.question),
        or(
          inArray(episodes.state, ['live', 'away']),
          and(eq(episodes.state, 'planned'), gt(episodes.plannedAt, ctx.clock.now().subtract({ minutes: lateMinutes }))),
        ),
        sql`(${scope.path} like ${regions.path} || '%' or ${regions.path} like ${`${scope.path}%`})`,
      ),
    )
    .orderBy(sql`(${episodes.state} = 'planned')`, asc(episodes.plannedAt), asc(episodes.id))
    .limit(1);
  if (!show || show.state === 'ended' || show.state === 'cancelled') return null;
  return { ...show, state: show.state, startsAt: show.startsAt.toString() };
}
