import { Temporal } from 'temporal-polyfill';
import type { Calendar, CalendarDay } from './calendar.ts';
import { dayOf, startOf, startsBetween, type WeeklySeries } from './recurrence.ts';
import type { HolidayRule, SwappedRule } from './rules.ts';

export interface SeriesRules extends WeeklySeries {
  onHoliday: HolidayRule;
  onSwapped: SwappedRule;
}

/** One date of a series, and what becomes of it. */
export interface Occurrence {
  at: Temporal.Instant;
  fate: 'held' | 'off' | 'asked';
  /** The holiday that it falls on. */
  holiday?: CalendarDay;
}

/** What a series has in [from, to): its own days, judged by the calendar, and swapped workdays where it is held on those too. */
export function occurrencesBetween(
  series: SeriesRules,
  calendar: Calendar,
  { from, to }: { from: Temporal.Instant; to: Temporal.Instant },
): Occurrence[] {
  const starts = startsBetween(series, from, to);
  const known = new Set(starts.map((at) => dayOf(at, series.timeZone)));
  const extra = series.onSwapped === 'extra' ? swappedStarts(series, calendar, { from, to }).filter(({ day }) => !known.has(day)) : [];
  return [...starts, ...extra.map(({ at }) => at)].sort(Temporal.Instant.compare).map((at) => judge(at, series, calendar));
}

function judge(at: Temporal.Instant, series: SeriesRules, calendar: Calendar): Occurrence {
  const day = calendar.get(dayOf(at, series.timeZone));
  if (day?.kind !== 'holiday') return { at, fate: 'held' };
  return { at, fate: ({ hold: 'held', skip: 'off', ask: 'asked' } as const)[series.onHoliday], holiday: day };
}

function swappedStarts(series: SeriesRules, calendar: Calendar, { from, to }: { from: Temporal.Instant; to: Temporal.Instant }) {
  const found: { day: string; at: Temporal.Instant }[] = [];
  for (const { day, kind } of calendar.values()) {
    if (kind !== 'workday' || (series.startsOn && day < series.startsOn) || (series.endsOn && day > series.endsOn)) continue;
    const at = Temporal.PlainDate.from(day)
      .toZonedDateTime({ timeZone: series.timeZone, plainTime: startOf(series) })
      .toInstant();
    if (Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, to) < 0) found.push({ day, at });
  }
  return found;
}
