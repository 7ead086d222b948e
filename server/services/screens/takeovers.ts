import { and, eq, isNull } from 'drizzle-orm';
import type { RaiseTakeover } from '../../contract/screens.ts';
import type { Tx } from '../../db/database.ts';
import { takeovers } from '../../db/schema/screens.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import { loadTakeovers } from '../boards/load-boards.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, stationWithPath } from '../regions/region-of.ts';
import { heldScreen } from './held-screen.ts';

type TakeoverTarget = RaiseTakeover['target'];

/**
 * 一键切到安全画面 (one screen, a station, a region or all), or an urgent notice. Always with an end; told straight to connected
 * glass, and repeated in the manifest for whoever was not. @throws Refusal NOT_ALLOWED, NOT_FOUND
 */
export async function raiseTakeover(ctx: Context, actor: Actor, input: RaiseTakeover): Promise<{ takeoverId: string }> {
  return ctx.db.transaction(async (tx) => {
    requireIn(actor, input.target.kind === 'all' ? 'admin' : 'clerk', await pathOf(tx, input.target));
    const now = ctx.clock.now();
    const id = ctx.random.id();
    await tx.insert(takeovers).values({
      id,
      kind: input.kind,
      message: input.message ?? null,
      ...columnsOf(input.target),
      raisedBy: nameOf(actor),
      startsAt: now,
      endsAt: now.add({ minutes: input.minutes }),
    });
    await record(tx, ctx, actor, { area: 'screens', action: 'takeover.raised', subject: id, after: input });
    await announce(tx, ctx, { type: 'takeover.changed', takeoverId: id, screenIds: null });
    return { takeoverId: id };
  });
}

/** @throws Refusal NOT_ALLOWED, NOT_FOUND */
export async function liftTakeover(ctx: Context, actor: Actor, takeoverId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [takeover] = await tx
      .select()
      .from(takeovers)
      .where(and(eq(takeovers.id, takeoverId), isNull(takeovers.liftedAt)))
      .for('update');
    if (takeover === undefined) throw new Refusal('NOT_FOUND');
    const target = targetOf(takeover);
    requireIn(actor, target.kind === 'all' ? 'admin' : 'clerk', await pathOf(tx, target));
    await tx
      .update(takeovers)
      .set({ liftedAt: ctx.clock.now(), liftedBy: nameOf(actor) })
      .where(eq(takeovers.id, takeoverId));
    await record(tx, ctx, actor, { area: 'screens', action: 'takeover.lifted', subject: takeoverId });
    await announce(tx, ctx, { type: 'takeover.changed', takeoverId, screenIds: null });
  });
}

/** Everywhere is the root's path: only a grant for everywhere reaches it. */
async function pathOf(tx: Tx, target: TakeoverTarget): Promise<string> {
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

function targetOf({
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
      const { id, kind, message, raisedBy, startsAt, endsAt } = takeover;
      listed.push({ id, kind, message, raisedBy, startsAt: startsAt.toString(), endsAt: endsAt.toString(), target });
    }
    return listed;
  });
}
