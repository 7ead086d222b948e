import { and, between, count, countDistinct, eq, sql } from 'drizzle-orm';
import type { TeamForStaff } from '../../contract/teams.ts';
import type { Database, Tx } from '../../db/database.ts';
import { grabs, seekers } from '../../db/schema/grabs.ts';
import { regions } from '../../db/schema/org.ts';
import { teamMembers, teams } from '../../db/schema/teams.ts';
import { workWords } from '../../db/schema/work.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import type { TeamOnGlass } from '../../domain/board/manifest.ts';
import { workSides } from '../../domain/figures/at-work.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../figures/scope.ts';
import { inReach } from '../fleet/in-reach.ts';
import { defaultTimeZone } from '../regions/region-of.ts';
import { openLeader, teamsWithPath } from './team-row.ts';

/** 零工部落 that may be shown here: those at work first, then the largest. @param today YYYY-MM-DD in the scope's zone */
export async function teamsOnGlass(db: Database | Tx, scope: Pick<Scope, 'path'>, today: string): Promise<TeamOnGlass[]> {
  const rows = await teamsWithPath(db).where(and(eq(teams.isPublic, true), sql`${regions.path} like ${`${scope.path}%`}`));
  const known = await knownMembers(db);
  const working = await workedBetween(db, { from: today, to: today });
  return rows
    .map(({ team }) => ({
      name: team.name,
      trade: team.trade,
      members: Math.max(team.statedMembers, known.get(team.id) ?? 0),
      working: working.get(team.id) ?? null,
    }))
    .sort((a, b) => (b.working ?? 0) - (a.working ?? 0) || b.members - a.members || a.name.localeCompare(b.name, 'zh-CN'));
}

/** Teams of the regions where this member of staff is clerk. */
export async function listTeams(ctx: Context, actor: Actor): Promise<TeamForStaff[]> {
  const rows = await teamsWithPath(ctx.db)
    .where(inReach(regions.path, reachOf(actor, 'clerk')))
    .orderBy(regions.path, teams.name);
  const known = await knownMembers(ctx.db);
  const today = ctx.clock.now().toZonedDateTimeISO(defaultTimeZone).toPlainDate();
  const to = today.toString();
  const working = await workedBetween(ctx.db, { from: to, to });
  const week = await workedBetween(ctx.db, { from: today.subtract({ days: 6 }).toString(), to });
  return rows.map(({ team, regionName }) => {
    const leader = openLeader(ctx, team.leaderSealed);
    const { id, name, trade, regionCode, statedMembers, isPublic } = team;
    return {
      id,
      name,
      trade,
      regionCode,
      regionName,
      statedMembers,
      knownMembers: known.get(id) ?? 0,
      leaderName: leader?.name ?? null,
      leaderPhoneMasked: leader ? maskPhone(leader.phone) : null,
      isPublic,
      working: working.get(id) ?? 0,
      workedWeek: week.get(id) ?? 0,
      updatedAt: team.updatedAt.toString(),
    };
  });
}

async function knownMembers(db: Database | Tx): Promise<Map<string, number>> {
  const rows = await db.select({ teamId: teamMembers.teamId, members: count() }).from(teamMembers).groupBy(teamMembers.teamId);
  return new Map(rows.map(({ teamId, members }) => [teamId, members]));
}

/** 上岗 of a team's members: person, posting and day, said by both sides. The days bound what is read. */
async function workedBetween(db: Database | Tx, { from, to }: { from: string; to: string }): Promise<Map<string, number>> {
  const both = db
    .select({ teamId: teamMembers.teamId, contactHash: teamMembers.contactHash, postingId: grabs.postingId, day: workWords.day })
    .from(workWords)
    .innerJoin(grabs, eq(grabs.id, workWords.grabId))
    .innerJoin(seekers, eq(seekers.id, grabs.seekerId))
    .innerJoin(teamMembers, eq(teamMembers.contactHash, seekers.contactHash))
    .where(between(workWords.day, from, to))
    .groupBy(teamMembers.teamId, teamMembers.contactHash, grabs.postingId, workWords.day)
    .having(eq(countDistinct(workWords.side), workSides.length))
    .as('both_sides');
  const rows = await db.select({ teamId: both.teamId, days: count() }).from(both).groupBy(both.teamId);
  return new Map(rows.map(({ teamId, days }) => [teamId, days]));
}
