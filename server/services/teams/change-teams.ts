import { and, eq, ne } from 'drizzle-orm';
import type { TeamChange, TeamInput } from '../../contract/teams.ts';
import type { Tx } from '../../db/database.ts';
import { teams } from '../../db/schema/teams.ts';
import type { Actor } from '../../domain/access/actor.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { heldTeam, openLeader } from './team-row.ts';

/** @throws Refusal REGION_UNKNOWN, NOT_ALLOWED, TEAM_NAME_TAKEN */
export async function makeTeam(ctx: Context, actor: Actor, { leader, ...input }: TeamInput): Promise<{ id: string }> {
  return ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', await regionPath(tx, input.regionCode));
    await requireFreeName(tx, input);
    const id = ctx.random.id();
    const now = ctx.clock.now();
    await tx.insert(teams).values({
      id,
      ...input,
      leaderSealed: leader ? ctx.vault.seal(JSON.stringify(leader)) : null,
      createdBy: personOf(actor),
      createdAt: now,
      updatedAt: now,
    });
    // Whom to ring is nobody's to read in a chain from which nothing can be deleted.
    await record(tx, ctx, actor, { area: 'teams', action: 'team.made', subject: id, after: { ...input, leader: leader ? 'set' : 'none' } });
    return { id };
  });
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED, TEAM_NAME_TAKEN */
export async function changeTeam(ctx: Context, actor: Actor, teamId: string, { leader, ...change }: TeamChange): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const team = await heldTeam(tx, actor, teamId);
    await requireFreeName(tx, { name: change.name, regionCode: team.regionCode, except: teamId });
    const sealed = leader === undefined ? {} : { leaderSealed: leader === null ? null : ctx.vault.seal(JSON.stringify(leader)) };
    await tx
      .update(teams)
      .set({ ...change, ...sealed, updatedAt: ctx.clock.now() })
      .where(eq(teams.id, teamId));
    const { name, trade, statedMembers, isPublic } = team;
    await record(tx, ctx, actor, {
      area: 'teams',
      action: 'team.changed',
      subject: teamId,
      before: { name, trade, statedMembers, isPublic },
      after: { ...change, ...(leader === undefined ? {} : { leader: leader === null ? 'none' : 'set' }) },
    });
  });
}

/** Gone with the phones of its members. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function removeTeam(ctx: Context, actor: Actor, teamId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const team = await heldTeam(tx, actor, teamId);
    await tx.delete(teams).where(eq(teams.id, teamId));
    await record(tx, ctx, actor, {
      area: 'teams',
      action: 'team.removed',
      subject: teamId,
      before: { name: team.name, trade: team.trade, regionCode: team.regionCode },
    });
  });
}

/** Each look is put down. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function revealLeader(ctx: Context, actor: Actor, teamId: string): Promise<{ phone: string | null }> {
  return ctx.db.transaction(async (tx) => {
    const team = await heldTeam(tx, actor, teamId);
    await record(tx, ctx, actor, { area: 'personal-data', action: 'phone.viewed', subject: teamId });
    return { phone: openLeader(ctx, team.leaderSealed)?.phone ?? null };
  });
}

async function requireFreeName(tx: Tx, { name, regionCode, except }: { name: string; regionCode: string; except?: string }): Promise<void> {
  const [taken] = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.regionCode, regionCode), eq(teams.name, name), except === undefined ? undefined : ne(teams.id, except)));
  if (taken) throw new Refusal('TEAM_NAME_TAKEN', { name });
}
