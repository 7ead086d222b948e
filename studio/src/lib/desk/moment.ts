interface Reading {
  /** IANA zone of the station. */
  timeZone: string;
  locale: string;
  /** YYYY-MM-DD in that zone. */
  today: string;
}

const dayIn = (at: Date, timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);

/** A moment in the station's zone: the time alone today, else day and time. */
export function wordMoment(iso: string, { timeZone, locale, today }: Reading): string {
  const at = new Date(iso);
  const options: Intl.DateTimeFormatOptions = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (dayIn(at, timeZone) !== today) Object.assign(options, { month: 'numeric', day: 'numeric' });
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** The same of an end. What ends at midnight ends with the day before it: 11/23 24:00, as the phone says 到 23 日. */
export function wordEnd(iso: string, reading: Reading): string {
  const { timeZone, locale, today } = reading;
  const time = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(iso));
  if (time !== '00:00') return wordMoment(iso, reading);
  const before = new Date(Date.parse(iso) - 1);
  if (dayIn(before, timeZone) === today) return '24:00';
  return `${new Intl.DateTimeFormat(locale, { timeZone, month: 'numeric', day: 'numeric' }).format(before)} 24:00`;
}
