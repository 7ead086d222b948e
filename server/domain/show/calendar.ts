/** A day that is not what its weekday says. `ordinary` takes back what was shipped for it. */
export const dayKinds = ['holiday', 'workday', 'ordinary'] as const;
export type DayKind = (typeof dayKinds)[number];

export interface CalendarDay {
  /** YYYY-MM-DD */
  day: string;
  kind: DayKind;
  /** 国庆节; of a swapped workday, the holiday that it is worked for. */
  name: string;
  /** Where it was published. */
  source: string;
  /** YYYY-MM-DD */
  publishedOn: string;
}

export type Calendar = ReadonlyMap<string, CalendarDay>;

/** Shipped days, and what an administrator entered over them. */
export function calendarOf(shipped: readonly CalendarDay[], entered: readonly CalendarDay[]): Map<string, CalendarDay> {
  const days = new Map(shipped.map((day) => [day.day, day]));
  for (const day of entered) days.set(day.day, day);
  return days;
}

/**
 * Years within a stretch of days, both ends included (YYYY-MM-DD), for which nobody has entered a day: everything in them is taken for ordinary.
 * The State Council's notice for a year comes in the autumn before.
 */
export function unknownYears(calendar: Calendar, { from, until }: { from: string; until: string }): number[] {
  if (from > until) return [];
  const known = new Set([...calendar.keys()].map(yearOf));
  const years: number[] = [];
  for (let year = yearOf(from); year <= yearOf(until); year += 1) if (!known.has(year)) years.push(year);
  return years;
}

const yearOf = (day: string): number => Number(day.slice(0, 4));
