import { Temporal } from 'temporal-polyfill';
import type { ScheduleRule } from './timetable.ts';

/** Of a schedule without an end, days: what is further away is entered in time. */
const aheadDays = 60;

/** The days to come in which a schedule asks the calendar, both ends included; undefined where every day is an ordinary one to it. */
export function daysAskedAhead(
  { onHoliday, onSwapped, fromDay, untilDay }: Pick<ScheduleRule, 'onHoliday' | 'onSwapped' | 'fromDay' | 'untilDay'>,
  today: string,
): { from: string; until: string } | undefined {
  if (onHoliday === 'as-usual' && onSwapped === 'as-weekday') return undefined;
  const from = fromDay !== undefined && fromDay > today ? fromDay : today;
  const last = Temporal.PlainDate.from(from).add({ days: aheadDays }).toString();
  return { from, until: untilDay !== undefined && untilDay < last ? untilDay : last };
}
