/** Opening hours as stations.json has them: iCalendar days ("MO-FR", "SA,SU"), and times of the station's own zone; "24:00" ends a day. */
export interface OpenHours {
  readonly days: string;
  readonly open: string;
  readonly close: string;
}

const week = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * Whether a station is open. One that says nothing of its hours counts as open: better a false alarm than none.
 * @param at the station's own day (1 is Monday) and time (HH:MM)
 */
export function isOpenAt(hours: readonly OpenHours[], at: { dayOfWeek: number; time: string }): boolean {
  if (hours.length === 0) return true;
  const today = at.dayOfWeek - 1;
  const yesterday = (today + 6) % 7;
  return hours.some(({ days, open, close }) => {
    if (open < close) return includes(days, today) && at.time >= open && at.time < close;
    // Over midnight: the evening of its day, or the morning after.
    return (includes(days, today) && at.time >= open) || (includes(days, yesterday) && at.time < close);
  });
}

/** What begins on one day of the week; `close` before `open` lies on the day after. */
export const openingsOn = (hours: readonly OpenHours[], dayOfWeek: number): readonly OpenHours[] =>
  hours.filter(({ days }) => includes(days, dayOfWeek - 1));

function includes(days: string, day: number): boolean {
  return days.split(',').some((range) => {
    const [first = '', last = first] = range.split('-');
    const from = week.indexOf(first);
    const to = week.indexOf(last);
    return from <= to ? day >= from && day <= to : day >= from || day <= to;
  });
}
