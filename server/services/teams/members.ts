import { and, asc, count, eq } from 'drizzle-orm';
import { mostMembers, type TeamMember } from '../../contract/teams.ts';
import type { Tx } from '../../db/database.ts';
import { teamMembers } from '../../db/schema/teams.ts';
import { type Actor, nameOf } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { contactHash } from '../seekers/identity.ts';
import { heldTeam } from './team-row.ts';

/** Enters people by their phones; who is in it already stays once. @throws Refusal NOT_FOUND, NOT_ALLOWED, TEAM_FULL */
export async function addMembers(
  ctx: Context,
  actor: Actor,
  teamId: string,
  phones: readonly string[],
): Promise<{ added: number; known: number }> {
  return ctx.db.transaction(async (tx) => {
    await heldTeam(tx, actor, teamId);
    const known = await countOf(tx, teamId);
    const people = [...new Set(phones)];
    if (known + people.length > mostMembers) throw new Refusal('TEAM_FULL', { most: mostMembers });
    const added = await tx
      .insert(teamMembers)
      .values(
        people.map((phone) => ({
          id: ctx.random.id(),
          teamId,
          contactHash: contactHash(ctx, phone),
          phoneSealed: ctx.vault.seal(phone),
          addedBy: nameOf(actor),
          addedAt: ctx.clock.now(),
        })),
      )
      .onConflictDoNothing()
      .returning({ id: teamMembers.id });
    if (added.length > 0)
      await record(tx, ctx, actor, { area: 'teams', action: 'members.added', subject: teamId, after: { added: added.length } });
    return { added: added.length, known: people.length - added.length };
  });
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function removeMember(ctx: Context, actor: Actor, teamId: string, memberId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await heldTeam(tx, actor, teamId);
    const gone = await tx
      .delete(teamMembers)
      .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.id, memberId)))
      .returning({ id: teamMembers.id });
    if (gone.length === 0) throw new Refusal('NOT_FOUND');
    await record(tx, ctx, actor, { area: 'teams', action: 'member.removed', subject: teamId, after: { member: memberId } });
  });
}

/** Masked. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function listMembers(ctx: Context, actor: Actor, teamId: string): Promise<TeamMember[]> {
  return ctx.db.transaction(async (tx) => {
    await heldTeam(tx, actor, teamId);
    const rows = await tx
      .select({ id: teamMembers.id, phoneSealed: teamMembers.phoneSealed, addedAt: teamMembers.addedAt })
      .from(teamMembers)
      .where(eq(teamMembers.teamId, teamId))
      .orderBy(asc(teamMembers.addedAt), asc(teamMembers.id));
    return rows.map(({ id, phoneSealed, addedAt }) => ({
      id,
      phoneMasked: maskPhone(ctx.vault.open(phoneSealed)),
      addedAt: addedAt.toString(),
    }));
  });
}

async function countOf(tx: Tx, teamId: string): Promise<number> {
  const [found] = await tx.select({ members: count() }).from(teamMembers).where(eq(teamMembers.teamId, teamId));
  return found?.members ?? 0;
}
