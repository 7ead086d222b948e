import { and, asc, desc, eq, isNull, or, sql } from 'drizzle-orm';
import type { SaveSchedule, ScheduleForStaff } from '../../contract/programme.ts';
import type { Tx } from '../../db/database.ts';
import { regions } from '../../db/schema/org.ts';
import { playlists, schedules } from '../../db/schema/programme.ts';
import { type Actor, mayIn } from '../../domain/access/actor.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { requireIn } from '../guard.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath } from '../regions/region-of.ts';
import { tellTargets } from './programme-told.ts';
import { countMeant, nameTargets, regionOfTarget } from './targets.ts';

/** Schedules that reach into a region, from above or within. @throws Refusal NOT_ALLOWED, REGION_UNKNOWN */
export async function listSchedules(ctx: Context, actor: Actor, regionCode: string): Promise<ScheduleForStaff[]> {
  const path = await regionPath(ctx.db, regionCode);
  requireIn(actor, 'clerk', path);
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({ schedule: schedules, playlistName: playlists.name, path: regions.path })
      .from(schedules)
      .innerJoin(playlists, eq(playlists.id, schedules.playlistId))
      .innerJoin(regions, eq(regions.code, schedules.regionCode))
      .where(and(isNull(schedules.removedAt), or(sql`starts_with(${regions.path}, ${path})`, sql`starts_with(${path}, ${regions.path})`)))
      .orderBy(desc(schedules.priority), asc(schedules.name), asc(schedules.id));
    const names = await nameTargets(
      tx,
      rows.map(({ schedule }) => schedule.target),
    );
    const meant = await countMeant(
      tx,
      rows.map(({ schedule, path: at }) => ({ target: schedule.target, path: at })),
    );
    return rows.map(({ schedule, playlistName, path: theirs }) => {
      const { id, version, playlistId, name, target, rule, priority, updatedAt } = schedule;
      return {
        ...{ id, version, playlistId, name, target, rule, priority, playlistName },
        targetName: names.get(target) ?? '—',
        screens: meant.get(target) ?? 0,
        updatedAt: updatedAt.toString(),
        mayChange: mayIn(actor, 'clerk', theirs),
      };
    });
  });
}

/** @throws Refusal NOT_ALLOWED, TARGET_UNKNOWN, PLAYLIST_NOT_FOUND, PLAYLIST_TOO_FAR */
export async function createSchedule(ctx: Context, actor: Actor, input: SaveSchedule): Promise<{ id: string }> {
  return await ctx.db.transaction(async (tx) => {
    const { regionCode } = await requireSchedulable(tx, actor, input);
    const id = ctx.random.id();
    await tx.insert(schedules).values({ id, regionCode, ...input, updatedBy: personOf(actor), updatedAt: ctx.clock.now() });
    await record(tx, ctx, actor, { area: 'programme', action: 'schedule.made', subject: id, after: input });
    await tellTargets(tx, ctx, [input.target]);
    await announce(tx, ctx, { type: 'desk.changed', regionCode, what: 'schedules' });
    return { id };
  });
}

/** @throws Refusal SCHEDULE_NOT_FOUND, CONTENT_CHANGED, NOT_ALLOWED, … */
export async function changeSchedule(
  ctx: Context,
  actor: Actor,
  { scheduleId, version, ...input }: SaveSchedule & { scheduleId: string; version: number },
): Promise<{ version: number }> {
  return await ctx.db.transaction(async (tx) => {
    const before = await holdSchedule(tx, actor, scheduleId);
    if (before.version !== version) throw new Refusal('CONTENT_CHANGED');
    const { regionCode } = await requireSchedulable(tx, actor, input);
    await tx
      .update(schedules)
      .set({ ...input, regionCode, version: version + 1, updatedBy: personOf(actor), updatedAt: ctx.clock.now() })
      .where(eq(schedules.id, scheduleId));
    const { playlistId, name, target, rule, priority } = before;
    await record(tx, ctx, actor, {
      area: 'programme',
      action: 'schedule.changed',
      subject: scheduleId,
      before: { playlistId, name, target, rule, priority },
      after: input,
    });
    await tellTargets(tx, ctx, [before.target, input.target]);
    await announce(tx, ctx, { type: 'desk.changed', regionCode, what: 'schedules' });
    return { version: version + 1 };
  });
}

/** @throws Refusal SCHEDULE_NOT_FOUND, NOT_ALLOWED */
export async function removeSchedule(ctx: Context, actor: Actor, scheduleId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const before = await holdSchedule(tx, actor, scheduleId);
    await tx
      .update(schedules)
      .set({ removedAt: ctx.clock.now(), updatedBy: personOf(actor) })
      .where(eq(schedules.id, scheduleId));
    const { name, target, rule } = before;
    await record(tx, ctx, actor, { area: 'programme', action: 'schedule.removed', subject: scheduleId, before: { name, target, rule } });
    await tellTargets(tx, ctx, [before.target]);
    await announce(tx, ctx, { type: 'desk.changed', regionCode: before.regionCode, what: 'schedules' });
  });
}

/** Whom it is for lies where the actor is clerk, and within the playlist's own region: who may write the playlist may not reach further by it. */
export async function requireSchedulable(tx: Tx, actor: Actor, { playlistId, target }: SaveSchedule): Promise<{ regionCode: string }> {
  const region = await regionOfTarget(tx, target);
  requireIn(actor, 'clerk', region.path);
  const [playlist] = await tx
    .select({ path: regions.path, region: regions.name })
    .from(playlists)
    .innerJoin(regions, eq(regions.code, playlists.regionCode))
    .where(and(eq(playlists.id, playlistId), isNull(playlists.removedAt)))
    // Whoever removes it meanwhile finds this schedule, or comes first.
    .for('share', { of: playlists });
  if (!playlist) throw new Refusal('PLAYLIST_NOT_FOUND');
  if (!region.path.startsWith(playlist.path)) throw new Refusal('PLAYLIST_TOO_FAR', { region: playlist.region });
  return { regionCode: region.code };
}

async function holdSchedule(tx: Tx, actor: Actor, scheduleId: string) {
  const [found] = await tx
    .select({ schedule: schedules, path: regions.path })
    .from(schedules)
    .innerJoin(regions, eq(regions.code, schedules.regionCode))
    .where(and(eq(schedules.id, scheduleId), isNull(schedules.removedAt)))
    .for('update', { of: schedules });
  if (!found) throw new Refusal('SCHEDULE_NOT_FOUND');
  requireIn(actor, 'clerk', found.path);
  return found.schedule;
}
