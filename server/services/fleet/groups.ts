import { asc, count, eq, sql } from 'drizzle-orm';
import type { GroupForStaff, MakeGroup } from '../../contract/fleet.ts';
import type { Tx } from '../../db/database.ts';
import { screenGroupMembers, screenGroups } from '../../db/schema/fleet.ts';
import { regions } from '../../db/schema/org.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { inReach } from './in-reach.ts';

/** Groups of the regions where this member of staff is clerk. */
export async function listGroups(ctx: Context, actor: Actor): Promise<GroupForStaff[]> {
  return ctx.db
    .select({
      id: screenGroups.id,
      name: screenGroups.name,
      regionCode: screenGroups.regionCode,
      screens: count(screenGroupMembers.screenId),
    })
    .from(screenGroups)
    .innerJoin(regions, eq(regions.code, screenGroups.regionCode))
    .leftJoin(screenGroupMembers, eq(screenGroupMembers.groupId, screenGroups.id))
    .where(inReach(regions.path, reachOf(actor, 'clerk')))
    .groupBy(screenGroups.id, regions.path)
    .orderBy(asc(regions.path), asc(screenGroups.name));
}

/** @throws Refusal REGION_UNKNOWN, NOT_ALLOWED, GROUP_NAME_TAKEN */
export async function makeGroup(ctx: Context, actor: Actor, input: MakeGroup): Promise<{ id: string }> {
  return ctx.db.transaction(async (tx) => {
    requireIn(actor, 'clerk', await regionPath(tx, input.regionCode));
    const id = ctx.random.id();
    const made = await tx
      .insert(screenGroups)
      .values({ id, ...input, createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ id: screenGroups.id });
    if (made.length === 0) throw new Refusal('GROUP_NAME_TAKEN', { name: input.name });
    await record(tx, ctx, actor, { area: 'screens', action: 'group.made', subject: id, after: input });
    return { id };
  });
}

/** @throws Refusal NOT_FOUND, NOT_ALLOWED, GROUP_NAME_TAKEN */
export async function renameGroup(ctx: Context, actor: Actor, groupId: string, name: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { group } = await heldGroup(tx, actor, groupId);
    if (group.name === name) return;
    const [taken] = await tx
      .select({ id: screenGroups.id })
      .from(screenGroups)
      .where(sql`${screenGroups.regionCode} = ${group.regionCode} and ${screenGroups.name} = ${name}`);
    if (taken) throw new Refusal('GROUP_NAME_TAKEN', { name });
    await tx.update(screenGroups).set({ name }).where(eq(screenGroups.id, groupId));
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'group.renamed',
      subject: groupId,
      before: { name: group.name },
      after: { name },
    });
  });
}

/** Its screens stay; what was addressed to the group reaches them no longer. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function removeGroup(ctx: Context, actor: Actor, groupId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { group } = await heldGroup(tx, actor, groupId);
    const left = await tx
      .delete(screenGroupMembers)
      .where(eq(screenGroupMembers.groupId, groupId))
      .returning({ screenId: screenGroupMembers.screenId });
    await tx.delete(screenGroups).where(eq(screenGroups.id, groupId));
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'group.removed',
      subject: groupId,
      before: { name: group.name, regionCode: group.regionCode, screens: left.length },
    });
    await announce(tx, ctx, ...left.map(({ screenId }) => ({ type: 'screen.changed' as const, screenId })));
  });
}

/** A group with its region's path, locked until the transaction ends. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function heldGroup(tx: Tx, actor: Actor, groupId: string) {
  const [found] = await tx
    .select({ group: screenGroups, path: regions.path })
    .from(screenGroups)
    .innerJoin(regions, eq(regions.code, screenGroups.regionCode))
    .where(eq(screenGroups.id, groupId))
    .for('update', { of: screenGroups });
  if (!found) throw new Refusal('NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return found;
}
