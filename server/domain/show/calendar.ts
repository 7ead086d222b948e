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
