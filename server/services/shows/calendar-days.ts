import { and, eq, gte, lt } from 'drizzle-orm';
import type { CalendarDayForStaff, CalendarDayInput } from '../../contract/shows.ts';
import { calendarDays } from '../../db/schema/shows.ts';
import { type Actor, reachOf } from '../../domain/access/actor.ts';
import { calendarOf } from '../../domain/show/calendar.ts';
import { days2026 } from '../../domain/show/days-2026.ts';
import type { Context } from '../context.ts';
import { personOf } from '../postings/posting-row.ts';
import { record } from '../record.ts';
import { Refusal } from '../refusal.ts';
import { keepAllAhead } from './keep-episodes.ts';

/** 节假日和调休 of a year, each with its source. What is shipped is there without anybody's doing. */
export async function listCalendarDays(ctx: Context, year: number): Promise<CalendarDayForStaff[]> {
  const inYear = (day: string) => day.startsWith(`${year}-`);
  const entered = await ctx.db
    .select()
    .from(calendarDays)
    .where(and(gte(calendarDays.day, `${year}-01-01`), lt(calendarDays.day, `${year + 1}-01-01`)));
  const byHand = new Set(entered.map(({ day }) => day));
  return [
    ...calendarOf(
      days2026.filter(({ day }) => inYear(day)),
      entered,
    ).values(),
  ]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .map(({ day, kind, name, source, publishedOn }) => ({ day, kind, name, source, publishedOn, shipped: !byHand.has(day) }));
}

/** Entered anew or corrected. Episodes to come follow at once. @throws Refusal NOT_ALLOWED: a holiday is everybody's */
export async function saveCalendarDay(ctx: Context, actor: Actor, input: CalendarDayInput): Promise<void> {
  requireEverywhere(actor);
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(calendarDays).where(eq(calendarDays.day, input.day)).for('update');
    const edit = { ...input, editedBy: personOf(actor), editedAt: ctx.clock.now() };
    await tx.insert(calendarDays).values(edit).onConflictDoUpdate({ target: calendarDays.day, set: edit });
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'calendar-day.saved',
      subject: input.day,
      ...(before ? { before: { kind: before.kind, name: before.name } } : {}),
      after: { kind: input.kind, name: input.name, source: input.source },
    });
  });
  await keepAllAhead(ctx);
}

/** What was entered for the day goes; what is shipped for it counts again. */
export async function removeCalendarDay(ctx: Context, actor: Actor, day: string): Promise<void> {
  requireEverywhere(actor);
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.delete(calendarDays).where(eq(calendarDays.day, day)).returning();
    if (!before) throw new Refusal('NOT_FOUND');
    await record(tx, ctx, actor, {
      area: 'settings',
      action: 'calendar-day.removed',
      subject: day,
      before: { kind: before.kind, name: before.name },
    });
  });
  await keepAllAhead(ctx);
}

function requireEverywhere(actor: Actor): void {
  if (reachOf(actor, 'admin') !== null) throw new Refusal('NOT_ALLOWED');
}
