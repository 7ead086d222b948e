import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Temporal } from 'temporal-polyfill';
import type { ReminderState } from '../../contract/shows.ts';
import type { Tx } from '../../db/database.ts';
import { seekers } from '../../db/schema/grabs.ts';
import { episodes } from '../../db/schema/live.ts';
import { showReminders } from '../../db/schema/shows.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { maskPhone } from '../../domain/seeker/phone.ts';
import type { ShowText } from '../../domain/seeker/show-text.ts';
import type { Context } from '../context.ts';
import { findEpisode } from '../live/episode-view.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { regionPath, timeZoneOf } from '../regions/region-of.ts';
import { SmsFailure } from '../sms/port.ts';

export type ReminderFact = ShowText['fact'];
const markOf = { 'show-starting': 'startingTextAt', 'show-cancelled': 'cancelledTextAt' } as const;

/** Whether this browser's person is reminded of the show. */
export async function myReminder(ctx: Context, actor: Actor, slug: string): Promise<ReminderState> {
  const available = ctx.sms.tells('show-starting');
  if (actor.kind !== 'seeker') return { minutesBefore: null, phoneMasked: null, available };
  const episode = await findEpisode(ctx.db, { slug });
  const [seeker] = await ctx.db.select().from(seekers).where(eq(seekers.id, actor.seekerId));
  const [reminder] = await ctx.db
    .select()
    .from(showReminders)
    .where(and(eq(showReminders.episodeId, episode.id), eq(showReminders.seekerId, actor.seekerId)));
  const isProved = seeker?.phoneHash && seeker.phoneSealed;
  return {
    minutesBefore: reminder?.minutesBefore ?? null,
    phoneMasked: isProved && seeker.phoneSealed ? maskPhone(ctx.vault.open(seeker.phoneSealed)) : null,
    available,
  };
}

/**
 * 提醒我: a text so many minutes before. Only to a phone that is proved: nobody can be texted at another's wish.
 * @throws Refusal NOT_SIGNED_IN, SMS_UNAVAILABLE, EPISODE_NOT_FOUND, EPISODE_STATE, REMINDER_TOO_LATE
 */
export async function askReminder(
  ctx: Context,
  actor: Actor,
  { slug, minutesBefore }: { slug: string; minutesBefore: number },
): Promise<ReminderState> {
  if (actor.kind !== 'seeker') throw new Refusal('NOT_SIGNED_IN');
  if (!ctx.sms.tells('show-starting')) throw new Refusal('SMS_UNAVAILABLE');
  await ctx.db.transaction(async (tx) => {
    const [seeker] = await tx.select().from(seekers).where(eq(seekers.id, actor.seekerId));
    if (!seeker?.phoneHash) throw new Refusal('NOT_SIGNED_IN');
    const episode = await findEpisode(tx, { slug });
    if (episode.state !== 'planned') throw new Refusal('EPISODE_STATE', { state: episode.state });
    if (isDue(episode.plannedAt, minutesBefore, ctx.clock.now())) throw new Refusal('REMINDER_TOO_LATE');
    const id = ctx.random.id();
    await tx
      .insert(showReminders)
      .values({ id, episodeId: episode.id, seekerId: actor.seekerId, minutesBefore, createdAt: ctx.clock.now() })
      .onConflictDoUpdate({ target: [showReminders.episodeId, showReminders.seekerId], set: { minutesBefore, startingTextAt: null } });
    await record(tx, ctx, actor, { area: 'personal-data', action: 'reminder.asked', subject: episode.id, after: { minutesBefore } });
  });
  return myReminder(ctx, actor, slug);
}

/** Not reminded any more. Without a reminder nothing happens. */
export async function dropReminder(ctx: Context, actor: Actor, slug: string): Promise<ReminderState> {
  if (actor.kind === 'seeker')
    await ctx.db.transaction(async (tx) => {
      const episode = await findEpisode(tx, { slug });
      const gone = await tx
        .delete(showReminders)
        .where(and(eq(showReminders.episodeId, episode.id), eq(showReminders.seekerId, actor.seekerId)))
        .returning({ id: showReminders.id });
      if (gone.length > 0) await record(tx, ctx, actor, { area: 'personal-data', action: 'reminder.dropped', subject: episode.id });
    });
  return myReminder(ctx, actor, slug);
}

/** The episode has another time: who was told of the old one is told of the new one too. */
export async function remindAgain(tx: Tx, ctx: Context, episodeId: string, plannedAt: Temporal.Instant): Promise<void> {
  const minutesLeft = Math.floor((plannedAt.epochMilliseconds - ctx.clock.now().epochMilliseconds) / 60_000);
  await tx
    .update(showReminders)
    .set({ startingTextAt: null })
    .where(and(eq(showReminders.episodeId, episodeId), lt(showReminders.minutesBefore, minutesLeft)));
}

/** It is held after all: should it be called off again, that is another fact. */
export async function mayCallOffAgain(tx: Tx, episodeId: string): Promise<void> {
  await tx.update(showReminders).set({ cancelledTextAt: null }).where(eq(showReminders.episodeId, episodeId));
}

/** Deleted this long after the planned start: by then it has served. */
const keptHours = 24;
const sweepAtMost = 500;

/** Hands due texts to their queue, and forgets what has served. A job that comes twice texts once: see `textReminder`. */
export async function sweepReminders(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select({ reminder: showReminders, state: episodes.state, question: episodes.question })
    .from(showReminders)
    .innerJoin(episodes, eq(episodes.id, showReminders.episodeId))
    .where(
      or(
        and(
          eq(episodes.state, 'planned'),
          isNull(episodes.question),
          isNull(showReminders.startingTextAt),
          sql`${episodes.plannedAt} - make_interval(mins => ${showReminders.minutesBefore}) <= ${now.toString()}::timestamptz`,
          sql`${episodes.plannedAt} > ${now.toString()}::timestamptz`,
        ),
        and(eq(episodes.state, 'cancelled'), isNull(showReminders.cancelledTextAt)),
      ),
    )
    .limit(sweepAtMost);
  await ctx.queues.add(
    ...rows.map(({ reminder, state }) => {
      const fact: ReminderFact = state === 'cancelled' ? 'show-cancelled' : 'show-starting';
      return { queue: 'texts' as const, payload: { reminderId: reminder.id, fact }, id: `${fact}-${reminder.id}-${now.epochMilliseconds}` };
    }),
  );
  const over = ctx.db
    .select({ id: episodes.id })
    .from(episodes)
    .where(lt(episodes.plannedAt, now.subtract({ hours: keptHours })));
  await ctx.db.delete(showReminders).where(inArray(showReminders.episodeId, over));
}

/**
 * Texts one person of one show, once a fact: marked before it is handed to the carrier, and unmarked only when it was certainly not sent.
 * @throws SmsFailure when it may be tried again
 */
export async function textReminder(ctx: Context, { reminderId, fact }: { reminderId: string; fact: ReminderFact }): Promise<void> {
  if (!ctx.sms.tells(fact)) return;
  const [found] = await ctx.db
    .select({ reminder: showReminders, episode: episodes, phoneSealed: seekers.phoneSealed })
    .from(showReminders)
    .innerJoin(episodes, eq(episodes.id, showReminders.episodeId))
    .innerJoin(seekers, eq(seekers.id, showReminders.seekerId))
    .where(eq(showReminders.id, reminderId));
  if (!found || found.phoneSealed === null || !isStillSo(found.episode, found.reminder.minutesBefore, fact, ctx.clock.now())) return;
  if (!(await mark(ctx, reminderId, fact))) return;
  const zone = await timeZoneOf(ctx.db, await regionPath(ctx.db, found.episode.regionCode));
  const text: ShowText = { fact, title: found.episode.title, when: wordWhen(found.episode.plannedAt, zone) };
  try {
    await ctx.sms.send({ phone: ctx.vault.open(found.phoneSealed), template: 'show', text });
  } catch (error) {
    if (!(error instanceof SmsFailure)) throw error;
    if (!error.unsent) {
      ctx.log.warn({ reminderId, fact, reason: error.reason }, 'whether a person was reminded is not known');
      return;
    }
    await ctx.db
      .update(showReminders)
      .set({ [markOf[fact]]: null })
      .where(eq(showReminders.id, reminderId));
    throw error;
  }
}

/** Old news is not texted: a show that has begun, was moved, or is held after all. */
function isStillSo(episode: typeof episodes.$inferSelect, minutesBefore: number, fact: ReminderFact, now: Temporal.Instant): boolean {
  if (fact === 'show-cancelled') return episode.state === 'cancelled';
  const isAhead = episode.plannedAt.epochMilliseconds > now.epochMilliseconds;
  return episode.state === 'planned' && episode.question === null && isAhead && isDue(episode.plannedAt, minutesBefore, now);
}

const isDue = (plannedAt: Temporal.Instant, minutesBefore: number, now: Temporal.Instant) =>
  plannedAt.subtract({ minutes: minutesBefore }).epochMilliseconds <= now.epochMilliseconds;

/** @returns whether this call is the one that tells it */
async function mark(ctx: Context, reminderId: string, fact: ReminderFact): Promise<boolean> {
  const marked = await ctx.db
    .update(showReminders)
    .set({ [markOf[fact]]: ctx.clock.now() })
    .where(and(eq(showReminders.id, reminderId), isNull(showReminders[markOf[fact]])))
    .returning({ id: showReminders.id });
  return marked.length > 0;
}

function wordWhen(at: Temporal.Instant, zone: string): string {
  const { month, day, hour, minute } = at.toZonedDateTimeISO(zone);
  return `${month}月${day}日 ${hour}:${String(minute).padStart(2, '0')}`;
}
