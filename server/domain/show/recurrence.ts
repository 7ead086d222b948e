import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type Weekday, weekdays } from './recurrence-words.ts';

/** A weekly series as it is stored: RRULE (RFC 5545 §3.3.10), HH:MM in its zone, and the day that alternate weeks are counted from. */
export interface WeeklySeries {
  rrule: string;
  startTime: string;
  timeZone: string;
  startsOn?: string | null | undefined;
  endsOn?: string | null | undefined;
}

const weekly = /^FREQ=WEEKLY(;(INTERVAL=[1-9]\d?|WKST=(MO|SU)|BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*))*$/;
/** Where a series doesn't say since when it is held. A Monday. */
const longAgo = '2024-01-01';

export function weeklyRule(input: { weekdays: readonly Weekday[]; everyWeeks: number }): string {
  const days = weekdays.filter((day) => input.weekdays.includes(day));
  return `FREQ=WEEKLY${input.everyWeeks > 1 ? `;INTERVAL=${input.everyWeeks}` : ''};BYDAY=${days.join(',')}`;
}

export function readWeeklyRule(rrule: string): { weekdays: Weekday[]; everyWeeks: number } {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  const said = (parts.get('BYDAY') ?? '').split(',');
  return { weekdays: weekdays.filter((day) => said.includes(day)), everyWeeks: Number(parts.get('INTERVAL') ?? 1) };
}

/** The starts in [from, to), in order. None where the rule is no weekly one with days: a show is a weekly series. */
export function startsBetween(series: WeeklySeries, from: Temporal.Instant, to: Temporal.Instant): Temporal.Instant[] {
  if (!weekly.test(series.rrule) || !series.rrule.includes('BYDAY=')) return [];
  const { timeZone, endsOn } = series;
  const first = Temporal.PlainDate.from(series.startsOn ?? longAgo);
  const rule = new RRuleTemporal({
    rruleString: series.rrule,
    dtstart: first.toZonedDateTime({ timeZone, plainTime: startOf(series) }),
    temporal: Temporal,
  });
  // `between` leaves its ends out unless it is told to keep both.
  return rule
    .between(from.toZonedDateTimeISO(timeZone), to.toZonedDateTimeISO(timeZone), true)
    .filter((start) => Temporal.Instant.compare(start.toInstant(), to) < 0)
    .filter((start) => !endsOn || Temporal.PlainDate.compare(start.toPlainDate(), endsOn) <= 0)
    .map((start) => start.toInstant());
}

/** The next start after `now`. */
export function nextStart(series: WeeklySeries, now: Temporal.Instant): Temporal.Instant | undefined {
  const { everyWeeks } = readWeeklyRule(series.rrule);
  return startsBetween(series, now.add({ milliseconds: 1 }), now.add({ hours: 24 * (7 * everyWeeks + 1) }))[0];
}

export const startOf = ({ startTime }: Pick<WeeklySeries, 'startTime'>) => Temporal.PlainTime.from(startTime);

export const dayOf = (at: Temporal.Instant, timeZone: string) => at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
