import { and, eq } from 'drizzle-orm';
import type { Regroup } from '../../contract/fleet.ts';
import { among } from '../../db/among.ts';
import { screenGroupMembers } from '../../db/schema/fleet.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { heldGroup } from './groups.ts';
import { holdScreens } from './held-screens.ts';

/**
 * Puts screens into a group and takes others out; doing it twice changes nothing more.
 * @throws Refusal NOT_FOUND, NOT_ALLOWED, OUTSIDE_GROUP_REGION
 */
export async function regroupScreens(
  ctx: Context,
  actor: Actor,
  { groupId, add, remove }: Regroup & { groupId: string },
): Promise<{ changed: number }> {
  return ctx.db.transaction(async (tx) => {
    const { path } = await heldGroup(tx, actor, groupId);
    const held = await holdScreens(tx, actor, 'clerk', [...add, ...remove]);
    const adding = new Set(add);
    const outside = held.filter(({ screen, path: at }) => adding.has(screen.id) && !at.startsWith(path));
    if (outside.length > 0) throw new Refusal('OUTSIDE_GROUP_REGION', { screens: outside.length });
    const left =
      remove.length === 0
        ? []
        : await tx
            .delete(screenGroupMembers)
            .where(and(eq(screenGroupMembers.groupId, groupId), among(screenGroupMembers.screenId, remove)))
            .returning({ screenId: screenGroupMembers.screenId });
    const came =
      add.length === 0
        ? []
        : await tx
            .insert(screenGroupMembers)
            .values([...adding].map((screenId) => ({ groupId, screenId })))
            .onConflictDoNothing()
            .returning({ screenId: screenGroupMembers.screenId });
    const changed = [...new Set([...left, ...came].map(({ screenId }) => screenId))];
    if (changed.length === 0) return { changed: 0 };
    await record(tx, ctx, actor, {
      area: 'screens',
      action: 'group.screens-changed',
      subject: groupId,
      after: { came: came.map(({ screenId }) => screenId), left: left.map(({ screenId }) => screenId) },
    });
    await announce(tx, ctx, ...changed.map((screenId) => ({ type: 'screen.changed' as const, screenId })));
    return { changed: changed.length };
  });
}
