import { and, eq, sql } from 'drizzle-orm';
import type { CommandScreens, MoveScreens } from '../../contract/fleet.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { screenGroupMembers, screenGroups } from '../../db/schema/fleet.ts';
import { screenEchoes } from '../../db/schema/health.ts';
import { regions } from '../../db/schema/org.ts';
import { screens } from '../../db/schema/screens.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { entryFor } from '../record.ts';
import { stationWithPath } from '../regions/region-of.ts';
import { leaveWall } from '../screens/save-glass.ts';
import { holdScreens, requireScreens } from './held-screens.ts';

/** One command, one id, many screens. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function commandScreens(
  ctx: Context,
  actor: Actor,
  { screenIds, ...ordered }: CommandScreens,
): Promise<{ commandId: string; screens: number }> {
  const commandId = ctx.random.id();
  const ids = await ctx.db.transaction(async (tx) => {
    const held = (await holdScreens(tx, actor, 'clerk', screenIds)).map(({ screen }) => screen.id);
    const after = { commandId, ...(ordered.volume === undefined ? {} : { volume: ordered.volume }) };
    const action = `screen.${ordered.command}`;
    await announce(tx, ctx, ...held.map((subject) => entryFor(ctx, actor, { area: 'screens', action, subject, after })));
    return held;
  });
  await ctx.bus.publish(
    'screen.command',
    ids.map((screenId) => ({ screenId, id: commandId, ...ordered })),
  );
  return { commandId, screens: ids.length };
}

/** Which of these screens have said that they carried a command out. @throws Refusal NOT_FOUND, NOT_ALLOWED */
export async function echoesOf(ctx: Context, actor: Actor, { commandId, screenIds }: { commandId: string; screenIds: string[] }) {
  const ids = await requireScreens(ctx.db, actor, 'clerk', screenIds);
  const rows = await ctx.db
    .select({ id: screenEchoes.screenId })
    .from(screenEchoes)
    .where(and(eq(screenEchoes.commandId, commandId), among(screenEchoes.screenId, ids)));
  return { ordered: ids.length, echoed: rows.map(({ id }) => id) };
}

/**
 * To another station, with identity, device and history: its jobs, hours and telephone are the new station's from now on. Groups of a
 * region that it leaves behind lose it. @throws Refusal NOT_FOUND, NOT_ALLOWED, STATION_UNKNOWN
 */
export async function moveScreens(ctx: Context, actor: Actor, { screenIds, stationId }: MoveScreens): Promise<{ changed: number }> {
  return ctx.db.transaction(async (tx) => {
    const { path } = await stationWithPath(tx, stationId);
    requireIn(actor, 'clerk', path);
    const moving = (await holdScreens(tx, actor, 'clerk', screenIds))
      .map(({ screen }) => screen)
      .filter((screen) => screen.stationId !== stationId);
    if (moving.length === 0) return { changed: 0 };
    const ids = moving.map(({ id }) => id);
    await tx.update(screens).set({ stationId }).where(among(screens.id, ids));
    // Half a board says half of the jobs, and may have no code.
    for (const screen of moving) await leaveWall(tx, ctx, screen);
    await leaveGroups(tx, ids, path);
    await announce(
      tx,
      ctx,
      ...moving.map((screen) =>
        entryFor(ctx, actor, {
          area: 'screens',
          action: 'screen.moved',
          subject: screen.id,
          before: { stationId: screen.stationId },
          after: { stationId },
        }),
      ),
      ...ids.map((screenId) => ({ type: 'screen.moved' as const, screenId })),
    );
    return { changed: moving.length };
  });
}

/** Groups whose region does not hold the new place. */
async function leaveGroups(tx: Tx, screenIds: string[], path: string): Promise<void> {
  await tx.delete(screenGroupMembers).where(
    sql`${among(screenGroupMembers.screenId, screenIds)} and ${screenGroupMembers.groupId} in (
      select ${screenGroups.id} from ${screenGroups} join ${regions} on ${regions.code} = ${screenGroups.regionCode}
      where not starts_with(${path}::text, ${regions.path}))`,
  );
}
