import { and, count, eq, gte, isNotNull, lt, max } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { episodes, rundownItems, shows } from '../../db/schema/live.ts';
import { showReminders } from '../../db/schema/shows.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { type EpisodeStep, keepAhead } from '../../domain/show/keep-ahead.ts';
import { type Occurrence, occurrencesBetween } from '../../domain/show/occurrences.ts';
import { dayOf } from '../../domain/show/recurrence.ts';
import { episodeTitle } from '../../domain/show/title.ts';
import { announce } from '../announce.ts';
import type { Context } from '../context.ts';
import { randomSlug } from '../live/random-slug.ts';
import { record } from '../record.ts';
import { loadCalendar } from './load-calendar.ts';
import { mayCallOffAgain } from './remind.ts';

/** How far ahead episodes are made: a calendar has four weeks of them, and a clerk fills the next. */
const aheadDays = 28;

export type ShowRow = typeof shows.$inferSelect;
type EpisodeRow = typeof episodes.$inferSelect;
/** A series that somebody holds. */
type HeldShow = ShowRow & { hostUserId: string; hostName: string; organiser: string; slug: string; titlePattern: string };

const worker: Actor = { kind: 'system', name: 'series' };

/** Episodes of every series, four weeks ahead. Done at any time and twice it makes each once. @returns how many steps were taken */
export async function keepAllAhead(ctx: Context): Promise<number> {
  const all = await ctx.db.select({ id: shows.id }).from(shows).where(isNotNull(shows.hostUserId));
  let steps = 0;
  // One transaction a series: one that fails must not keep the others from being made.
  for (const { id } of all) steps += await ctx.db.transaction((tx) => keepShowAhead(tx, ctx, id));
  return steps;
}

export async function keepShowAhead(tx: Tx, ctx: Context, showId: string): Promise<number> {
  // Held: two workers would number the same episode twice.
  const [show] = await tx.select().from(shows).where(eq(shows.id, showId)).for('update');
  if (!show || !isHeld(show)) return 0;
  const now = ctx.clock.now();
  const to = now.add({ hours: aheadDays * 24 });
  const calendar = await loadCalendar(tx);
  const wanted = occurrencesBetween(show, calendar, { from: now, to });
  const made = await tx
    .select()
    .from(episodes)
    .where(and(eq(episodes.showId, showId), gte(episodes.occursAt, now), lt(episodes.occursAt, to)));
  const steps = keepAhead({
    wanted,
    made: made.flatMap((episode) => (episode.occursAt === null ? [] : [{ ...episode, occursAt: episode.occursAt }])),
    timeZone: show.timeZone,
  });
  const rows = new Map(made.map((episode) => [episode.id, episode]));
  for (const step of steps) await takeStep(tx, ctx, show, step, 'id' in step ? rows.get(step.id) : undefined);
  return steps.length;
}

const isHeld = (show: ShowRow): show is HeldShow =>
  show.hostUserId !== null && show.hostName !== null && show.organiser !== null && show.slug !== null && show.titlePattern !== null;

async function takeStep(tx: Tx, ctx: Context, show: HeldShow, step: EpisodeStep, row: EpisodeRow | undefined): Promise<void> {
  if (step.kind === 'make') return make(tx, ctx, show, step.occurrence);
  if (row === undefined) return;
  if (step.kind === 'drop' && !(await isUsed(tx, row.id))) {
    await tx.delete(episodes).where(eq(episodes.id, row.id));
    await record(tx, ctx, worker, { area: 'live', action: 'episode.dropped', subject: row.id });
    return announce(tx, ctx, { type: 'show.changed', showId: show.id, regionCode: show.regionCode });
  }
  const change = await changeFor(tx, show, step, row);
  await tx
    .update(episodes)
    .set({ ...change, sequence: row.sequence + 1, changedAt: ctx.clock.now() })
    .where(eq(episodes.id, row.id));
  if (change.state === 'planned') await mayCallOffAgain(tx, row.id);
  await tell(tx, ctx, { id: row.id, action: `episode.${step.kind}`, state: change.state ?? row.state });
}

async function changeFor(
  tx: Tx,
  show: HeldShow,
  step: Exclude<EpisodeStep, { kind: 'make' }>,
  row: EpisodeRow,
): Promise<Partial<EpisodeRow>> {
  switch (step.kind) {
    case 'shift':
      return { occursAt: step.occurrence.at, ...(step.keepsTime ? {} : { plannedAt: step.occurrence.at, minutes: show.minutes }) };
    case 'take-off':
      return { state: 'cancelled', cancelledBy: 'holiday', cancelReason: step.holiday, question: null };
    case 'put-back':
      return { ...aired, ...(await numbered(tx, show, row)), question: null };
    case 'ask':
      return { ...aired, ...(await numbered(tx, show, row)), question: step.holiday };
    case 'drop':
      return { state: 'cancelled', cancelledBy: 'series', cancelReason: '栏目改了时间', question: null };
  }
}

const aired = { state: 'planned', cancelledBy: null, cancelReason: null } as const;

/** One that a holiday took off had no number; put back, it needs one. */
async function numbered(tx: Tx, show: HeldShow, row: EpisodeRow): Promise<Partial<EpisodeRow>> {
  if (row.number !== null) return {};
  const number = await nextNumber(tx, show.id);
  return { number, title: titleOf(show, number, row.plannedAt) };
}

async function make(tx: Tx, ctx: Context, show: HeldShow, { at, fate, holiday }: Occurrence): Promise<void> {
  const isOff = fate === 'off';
  const number = isOff ? undefined : await nextNumber(tx, show.id);
  const id = ctx.random.id();
  const day = dayOf(at, show.timeZone).replaceAll('-', '');
  const made = await tx
    .insert(episodes)
    .values({
      id,
      showId: show.id,
      slug: `${show.slug}-${day}-${randomSlug(ctx, 2)}`,
      title: titleOf(show, number, at),
      regionCode: show.regionCode,
      hostName: show.hostName,
      organiser: show.organiser,
      hostUserId: show.hostUserId,
      state: isOff ? 'cancelled' : 'planned',
      plannedAt: at,
      minutes: show.minutes,
      occursAt: at,
      number: number ?? null,
      question: fate === 'asked' ? (holiday?.name ?? '') : null,
      cancelledBy: isOff ? 'holiday' : null,
      cancelReason: isOff ? (holiday?.name ?? '') : null,
      changedAt: ctx.clock.now(),
      demo: show.demo,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoNothing({ target: [episodes.showId, episodes.occursAt] })
    .returning({ id: episodes.id });
  if (made.length > 0) await tell(tx, ctx, { id, action: 'episode.made', state: isOff ? 'cancelled' : 'planned' });
}

const titleOf = (show: HeldShow, number: number | undefined, at: Temporal.Instant) =>
  episodeTitle({ pattern: show.titlePattern, show: show.name, number, day: dayOf(at, show.timeZone) });

async function nextNumber(tx: Tx, showId: string): Promise<number> {
  const [last] = await tx
    .select({ number: max(episodes.number) })
    .from(episodes)
    .where(eq(episodes.showId, showId));
  return (last?.number ?? 0) + 1;
}

/** Somebody has put work into it, or waits for it: it is said to be off instead of vanishing. */
async function isUsed(tx: Tx, episodeId: string): Promise<boolean> {
  const [items] = await tx.select({ n: count() }).from(rundownItems).where(eq(rundownItems.episodeId, episodeId));
  const [reminders] = await tx.select({ n: count() }).from(showReminders).where(eq(showReminders.episodeId, episodeId));
  return (items?.n ?? 0) + (reminders?.n ?? 0) > 0;
}

async function tell(
  tx: Tx,
  ctx: Context,
  { id, action, state }: { id: string; action: string; state: EpisodeRow['state'] },
): Promise<void> {
  await record(tx, ctx, worker, { area: 'live', action, subject: id, after: { state } });
  await announce(tx, ctx, { type: 'episode.changed', episodeId: id, state });
}
