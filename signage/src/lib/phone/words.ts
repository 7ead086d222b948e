import { formatDay, type GlassLocale } from '#server/domain/board/format.ts';
import { getLocale } from '$lib/paraglide/runtime.js';

export const locale = (): GlassLocale => (getLocale() === 'en' ? 'en' : 'zh-CN');

export interface Here {
  /** YYYY-MM-DD at the station. */
  today: string;
  timeZone: string;
}

/** 今天 09:20, 11月24日 18:00: in the station's zone, whatever the phone's clock says. */
export function whenWords(instant: string, { today, timeZone }: Here, language = locale()): string {
  const { date, time } = partsOf(instant, timeZone);
  return `${formatDay(date, { today }, language)} ${time}`;
}

export const dayWords = (instant: string, { today, timeZone }: Here): string =>
  formatDay(partsOf(instant, timeZone).date, { today }, locale());

export const timeWords = (instant: string, timeZone: string): string => partsOf(instant, timeZone).time;

/** The last moment of a day is said as that day, not as midnight of the next. */
export function lastDayWords(instant: string, here: Here): string {
  return dayWords(new Date(Date.parse(instant) - 1).toISOString(), here);
}

function partsOf(instant: string, timeZone: string): { date: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}
