import { and, eq, isNotNull, isNull, like } from 'drizzle-orm';
import type { RaiseTakeover } from '../../contract/screens.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { judgeRaising, mayLift, type Raising, takeBackMinutes } from '../../domain/takeover/ladder.ts';
import { announce } from '../announce.ts';
import { loadTakeovers } from '../boards/load-boards.ts';
import type { Context } from '../context.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';
import { heldScreen } from './held-screen.ts';

export type TakeoverTarget = RaiseTakeover['target'];

/**
 * 一键切到安全画面 (one screen, a station, a region or all), or an urgent notice. Always with an end; told straight to connected
 * glass, and repeated in the manifest for whoever was not.
 * @throws Refusal TAKEOVER_FOR_CLERK, TAKEOVER_FOR_APPROVER, TAKEOVER_FOR_ADMIN, TAKEOVER_TOO_LONG, NOT_FOUND
 */
export async function raiseTakeover(ctx: Context, actor: Actor, input: RaiseTakeover): Promise<{ takeoverId: string }> {
  return ctx.db.transaction(async (tx) => {
    const { kind, minutes, target, drill = false } = input;
    requireRaising(actor, await pathOf(tx, target), { kind, minutes, drill, reach: target.kind });
    const now = ctx.clock.now();
    const id = ctx.random.id();
    const reached = await pairedIn(tx, target);
    await tx.insert(takeovers).values({
      id,
      kind,
      message: input.message ?? null,
      drill,
      reached,
      ...columnsOf(target),
      raisedBy: nameOf(actor),
      startsAt: now,
      endsAt: now.add({ minutes }),
    });
    await record(tx, ctx, actor, { area: 'screens', action: 'takeover.raised', subject: id, after: { ...input, reached: reached.length } });
    await announce(tx, ctx, { type: 'takeover.changed', takeoverId: id, screenIds: null });
    return { takeoverId: id };
  });
}

const forWhom = { clerk: 'TAKEOVER_FOR_CLERK', approver: 'TAKEOVER_FOR_APPROVER', admin: 'TAKEOVER_FOR_ADMIN' } as const;

function requireRaising(actor: Actor, path: string, raising: Raising): void {
  const verdict = judgeRaising(actor, path, raising);
  if (verdict.may) return;
  if (verdict.code === 'TOO_LONG') throw new Refusal('TAKEOVER_TOO_LONG', { minutes: verdict.minutes });
  throw new Refusal(forWhom[verdict.role]);
}

/** @throws Refusal NOT_ALLOWED, NOT_FOUND, TAKEOVER_SECOND_PERSON */
export async function liftTakeover(ctx: Context, actor: Actor, takeoverId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [takeover] = await tx
      .select()
      .from(takeovers)
      .where(and(eq(takeovers.id, takeoverId), isNull(takeovers.liftedAt)))
      .for('update');
    if (takeover === undefined) throw new Refusal('NOT_FOUND');
    if (!(await isOver(tx, actor, takeover))) throw new Refusal('NOT_ALLOWED');
    if (!mayLiftNow(ctx, actor, takeover)) throw new Refusal('TAKEOVER_SECOND_PERSON', { minutes: takeBackMinutes });
    await tx
      .update(takeovers)
      .set({ liftedAt: ctx.clock.now(), liftedBy: nameOf(actor) })
      .where(eq(takeovers.id, takeoverId));
    await record(tx, ctx, actor, { area: 'screens', action: 'takeover.lifted', subject: takeoverId });
    await announce(tx, ctx, { type: 'takeover.changed', takeoverId, screenIds: null });
  });
}

type Takeover = typeof takeovers.$inferSelect;

/** Whether the actor answers for where it stands. */
export async function isOver(tx: Tx, actor: Actor, takeover: Takeover): Promise<boolean> {
  const target = targetOf(takeover);
  return mayIn(actor, target.kind === 'all' ? 'admin' : 'clerk', await pathOf(tx, target));
}

export const mayLiftNow = (ctx: Pick<Context, 'clock'>, actor: Actor, { raisedBy, startsAt, drill }: Takeover): boolean =>
  mayLift({ raisedBy, by: nameOf(actor), sinceMs: ctx.clock.now().epochMilliseconds - startsAt.epochMilliseconds, drill });

async function pairedIn(tx: Tx, target: TakeoverTarget): Promise<string[]> {
  const rows = await tx
    .select({ id: screens.id })
    .from(screens)
    .innerJoin(stations, eq(stations.id, screens.stationId))
    .innerJoin(regions, eq(regions.code, stations.regionCode))
    .where(
      and(
        isNotNull(screens.publicKey),
        isNull(screens.revokedAt),
        target.kind === 'screen' ? eq(screens.id, target.screenId) : undefined,
        target.kind === 'station' ? eq(screens.stationId, target.stationId) : undefined,
        target.kind === 'region' ? like(regions.path, `${await regionPath(tx, target.regionCode)}%`) : undefined,
      ),
    );
  return rows.map((row) => row.id);
}

/** Everywhere is the root's path: only a grant for everywhere reaches it. */
export async function pathOf(tx: Tx, target: TakeoverTarget): Promise<string> {
  switch (target.kind) {
    case 'screen':
      return (await heldScreen(tx, target.screenId)).path;
    case 'station':
      return (await stationWithPath(tx, target.stationId)).path;
    case 'region':
      return regionPath(tx, target.regionCode);
    case 'all':
      return '';
  }
}

function columnsOf(target: TakeoverTarget) {
  return {
    screenId: target.kind === 'screen' ? target.screenId : null,
    stationId: target.kind === 'station' ? target.stationId : null,
    regionCode: target.kind === 'region' ? target.regionCode : null,
  };
}

export function targetOf({
  screenId,
  stationId,
  regionCode,
}: Pick<typeof takeovers.$inferSelect, 'screenId' | 'stationId' | 'regionCode'>): TakeoverTarget {
  if (screenId !== null) return { kind: 'screen', screenId };
  if (stationId !== null) return { kind: 'station', stationId };
  if (regionCode !== null) return { kind: 'region', regionCode };
  return { kind: 'all' };
}

/** Those that hold now, where this member of staff is clerk. */
export async function listTakeovers(ctx: Context, actor: Actor) {
  return ctx.db.transaction(async (tx) => {
    const listed = [];
    for (const takeover of await loadTakeovers(tx, ctx.clock.now())) {
      const target = targetOf(takeover);
      if (!mayIn(actor, 'clerk', await pathOf(tx, target))) continue;
      const { id, kind, message, drill, raisedBy, startsAt, endsAt } = takeover;
      const times = { startsAt: startsAt.toString(), endsAt: endsAt.toString() };
      listed.push({ id, kind, message, drill, raisedBy, ...times, target, mayLift: mayLiftNow(ctx, actor, takeover) });
    }
    return listed;
  });
}
