import type { LocalTime } from './timetable.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A wall's own day and time, by its zone's rules, clock changes included. By Intl and not Temporal: a player has no room for the
 * polyfill, and Chromium 87 knows every zone.
 */
export function localTimeOf(ms: number, timeZone: string): LocalTime {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(new Date(ms)).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  // Chromium 87 writes midnight as 24.
  const hour = part('hour') === '24' ? '00' : part('hour');
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${hour}:${part('minute')}` };
}
