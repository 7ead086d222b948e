import { Temporal } from 'temporal-polyfill';

/** A weekly series as it is stored: `FREQ=WEEKLY;BYDAY=TU` (RFC 5545 §3.3.10), HH:MM in its zone. */
export interface WeeklySeries {
  rrule: string;
  startTime: string;
  timeZone: string;
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The next start after `now`; `undefined` where the rule is no weekly one. */
export function nextWeekly(series: WeeklySeries, now: Temporal.Instant): Temporal.Instant | undefined {
  const parts = new Map(series.rrule.split(';').map((part) => part.split('=') as [string, string]));
  if (parts.get('FREQ') !== 'WEEKLY') return undefined;
  const days = (parts.get('BYDAY') ?? '')
    .split(',')
    .map((day) => weekdays.indexOf(day) + 1)
    .filter((day) => day > 0);
  const time = Temporal.PlainTime.from(series.startTime);
  const today = now.toZonedDateTimeISO(series.timeZone).toPlainDate();
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const date = today.add({ days: ahead });
    if (!days.includes(date.dayOfWeek)) continue;
    const start = date.toZonedDateTime({ timeZone: series.timeZone, plainTime: time }).toInstant();
    if (Temporal.Instant.compare(start, now) > 0) return start;
  }
  return undefined;
}
