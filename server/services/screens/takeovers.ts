import { and, asc, eq, gt, isNotNull, isNull, like, type SQL, sql } from 'drizzle-orm';
import type { DomainEvent } from '../../contract/events.ts';
import type { RaiseTakeover, TakeOverScreens, TakeoverTarget } from '../../contract/takeovers.ts';
import { among } from '../../db/among.ts';
import type { Tx } from '../../db/database.ts';
import { regions, stations } from '../../db/schema/org.ts';
import { screens, takeovers } from '../../db/schema/screens.ts';
import { type Actor, mayIn, nameOf } from '../../domain/access/actor.ts';
import { judgeRaising, mayLift, type Raising, takeBackMinutes } from '../../domain/takeover/ladder.ts';
import { announce } from '../announce.ts';
import { loadTakeovers } from '../boards/load-boards.ts';
import type { Context } from '../context.ts';
import { holdScreens } from '../fleet/held-screens.ts';
import { requireReadableUrgent } from '../publications/notice-lint.ts';
import { entryFor, record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { pathOfPlace } from '../regions/path-of-station.ts';
import { regionPath } from '../regions/region-of.ts';
import { columnsOf, pathOf, targetOf } from './takeover-target.ts';

/**
 * 一键切到安全画面 (one screen, a station, a region or all), or an urgent notice. Always with an end; told straight to connected
 * glass, and repeated in the manifest for whoever was not.
 * @throws Refusal TAKEOVER_FOR_CLERK, TAKEOVER_FOR_APPROVER, TAKEOVER_FOR_ADMIN, TAKEOVER_TOO_LONG, NOTICE_TOO_LONG, NOT_FOUND
 */
export async function raiseTakeover(ctx: Context, actor: Actor, input: RaiseTakeover): Promise<{ takeoverId: string }> {
  return ctx.db.transaction(async (tx) => {
    const { kind, message, minutes, target, drill = false } = input;
    requireRaising(actor, await pathOf(tx, target), { kind, minutes, drill, reach: target.kind });
    if (kind === 'notice') await requireReadableUrgent(tx, message ?? '', target);
    const [takeoverId = ''] = await raise(tx, ctx, actor, { kind, message, minutes, drill }, [
      { target, reached: await pairedIn(tx, target) },
    ]);
    return { takeoverId };
  });
}

/**
 * The same takeover at each of these screens, in one go: nothing is raised where one of them is not theirs, or could not be read.
 * @throws Refusal as raiseTakeover
 */
export async function takeOverScreens(
  ctx: Context,
  actor: Actor,
  { screenIds, kind, message, minutes, drill }: TakeOverScreens,
): Promise<{ changed: number }> {
  return ctx.db.transaction(async (tx) => {
    const held = await holdScreens(tx, actor, 'clerk', screenIds);
    // Who takes the glass of several stations reaches as far as a region does, by whatever list.
    const reach = new Set(held.map(({ screen }) => screen.stationId)).size > 1 ? 'region' : 'screen';
    for (const path of new Set(held.map((one) => one.path))) requireRaising(actor, path, { kind, minutes, drill, reach });
    if (kind === 'notice')
      await requireReadableUrgent(tx, message ?? '', { kind: 'screens', screenIds: held.map(({ screen }) => screen.id) });
    const each = held.map(({ screen: { id, publicKey, revokedAt } }) => ({
      target: { kind: 'screen' as const, screenId: id },
      reached: publicKey === null || revokedAt !== null ? [] : [id],
    }));
    await raise(tx, ctx, actor, { kind, message, minutes, drill }, each);
    return { changed: held.length };
  });
}

async function raise(
  tx: Tx,
  ctx: Context,
  actor: Actor,
  { kind, message, minutes, drill }: Pick<RaiseTakeover, 'kind' | 'message' | 'minutes'> & { drill: boolean },
  each: readonly { target: TakeoverTarget; reached: string[] }[],
): Promise<string[]> {
  const now = ctx.clock.now();
  const rows = each.map(({ target, reached }) => ({
    ...{ id: ctx.random.id(), kind, message: message ?? null, drill, reached },
    ...columnsOf(target),
    ...{ raisedBy: nameOf(actor), startsAt: now, endsAt: now.add({ minutes }) },
  }));
  await tx.insert(takeovers).values(rows);
  const told = each.flatMap(({ target, reached }, at): DomainEvent[] => {
    const takeoverId = rows[at]?.id ?? '';
    const after = { kind, ...(message === undefined ? {} : { message }), minutes, drill, target, reached: reached.length };
    return [
      entryFor(ctx, actor, { area: 'screens', action: 'takeover.raised', subject: takeoverId, after }),
      { type: 'takeover.changed', takeoverId, screenIds: null },
    ];
  });
  await announce(tx, ctx, ...told);
  return rows.map(({ id }) => id);
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

/**
 * All that were raised in one go with this one and still stand, as far as the actor answers for them; each by the rule of one alone.
 * @throws Refusal NOT_ALLOWED, NOT_FOUND, TAKEOVER_SECOND_PERSON
 */
export async function liftTogether(ctx: Context, actor: Actor, takeoverId: string): Promise<{ lifted: number }> {
  return ctx.db.transaction(async (tx) => {
    const standing = await tx
      .select()
      .from(takeovers)
      .where(and(raisedWith(takeoverId), isNull(takeovers.liftedAt), gt(takeovers.endsAt, ctx.clock.now())))
      .orderBy(asc(takeovers.id))
      .for('update');
    if (standing.length === 0) throw new Refusal('NOT_FOUND');
    const paths = await pathsOf(tx, standing);
    const mine = standing.filter((takeover) => answersFor(actor, takeover, paths.get(takeover.id)));
    if (mine.length === 0) throw new Refusal('NOT_ALLOWED');
    if (!mine.every((takeover) => mayLiftNow(ctx, actor, takeover)))
      throw new Refusal('TAKEOVER_SECOND_PERSON', { minutes: takeBackMinutes });
    const ids = mine.map(({ id }) => id);
    await tx
      .update(takeovers)
      .set({ liftedAt: ctx.clock.now(), liftedBy: nameOf(actor) })
      .where(among(takeovers.id, ids));
    const told = ids.flatMap((id): DomainEvent[] => [
      entryFor(ctx, actor, { area: 'screens', action: 'takeover.lifted', subject: id }),
      { type: 'takeover.changed', takeoverId: id, screenIds: null },
    ]);
    await announce(tx, ctx, ...told);
    return { lifted: ids.length };
  });
}

const { raisedBy, startsAt, endsAt, kind, drill, message } = takeovers;
/** What tells one press from another: the same words by the same person in the same moment, on however many screens. */
export const ofOnePress = [raisedBy, startsAt, endsAt, kind, drill, message] as const;

export const raisedWith = (takeoverId: string): SQL => sql`
  (${raisedBy}, ${startsAt}, ${endsAt}, ${kind}, ${drill}, coalesce(${message}, '')) = (
    select one.raised_by, one.starts_at, one.ends_at, one.kind, one.drill, coalesce(one.message, '')
    from ${takeovers} as one where one.id = ${takeoverId})`;

type Takeover = typeof takeovers.$inferSelect;

const answersFor = (actor: Actor, takeover: Takeover, path: string | undefined): boolean =>
  path !== undefined && mayIn(actor, targetOf(takeover).kind === 'all' ? 'admin' : 'clerk', path);

/** Whether the actor answers for where it stands. */
async function isOver(tx: Tx, actor: Actor, takeover: Takeover): Promise<boolean> {
  const target = targetOf(takeover);
  return mayIn(actor, target.kind === 'all' ? 'admin' : 'clerk', await pathOf(tx, target));
}

export const mayLiftNow = (ctx: Pick<Context, 'clock'>, actor: Actor, { raisedBy, startsAt, drill }: Takeover): boolean =>
  mayLift({
    raisedBy,
    by: nameOf(actor),
    isPerson: actor.kind === 'staff',
    sinceMs: ctx.clock.now().epochMilliseconds - startsAt.epochMilliseconds,
    drill,
  });

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

/** Those that hold now, where this member of staff is clerk. */
export async function listTakeovers(ctx: Context, actor: Actor) {
  return ctx.db.transaction(async (tx) => {
    const standing = await loadTakeovers(tx, ctx.clock.now());
    const paths = await pathsOf(tx, standing);
    return standing
      .filter((takeover) => {
        const path = paths.get(takeover.id);
        return path !== undefined && mayIn(actor, 'clerk', path);
      })
      .map((takeover) => {
        const { id, kind, message, drill, raisedBy, startsAt, endsAt } = takeover;
        const times = { startsAt: startsAt.toString(), endsAt: endsAt.toString() };
        return { id, kind, message, drill, raisedBy, ...times, target: targetOf(takeover), mayLift: mayLiftNow(ctx, actor, takeover) };
      });
  });
}

/** Where each of them stands, by its id: five hundred screens that were taken over one by one are one question, not five hundred. */
async function pathsOf(tx: Tx, standing: readonly Takeover[]): Promise<Map<string, string>> {
  const ids = standing.map(({ id }) => id);
  const rows = await tx
    .select({
      id: takeovers.id,
      path: pathOfPlace,
      everywhere: sql<boolean>`${and(...nowhere)}`,
    })
    .from(takeovers)
    .leftJoin(screens, eq(screens.id, takeovers.screenId))
    .leftJoin(stations, eq(stations.id, sql`coalesce(${screens.stationId}, ${takeovers.stationId})`))
    .leftJoin(regions, eq(regions.code, sql`coalesce(${stations.regionCode}, ${takeovers.regionCode})`))
    .where(among(takeovers.id, ids));
  return new Map(
    rows.flatMap(({ id, path, everywhere }) => (everywhere ? [[id, ''] as const] : path === null ? [] : [[id, path] as const])),
  );
}

const nowhere = [isNull(takeovers.screenId), isNull(takeovers.stationId), isNull(takeovers.regionCode)];
