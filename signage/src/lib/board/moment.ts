import type { GlassLocale } from '#server/domain/board/format.ts';

/** A time as a glass says it, in the station's zone. */
export interface Moment {
  /** 09:41 */
  time: string;
  /** 11月21日 */
  date: string;
  /** 星期六 */
  weekday: string;
  /** 周六 */
  weekdayShort: string;
  /** YYYY-MM-DD */
  today: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a millisecond on an old box; the clock ticks all day. */
function format(locale: string, timeZone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${name}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(key, made);
  return made;
}

export function momentOf(ms: number, timeZone: string, locale: GlassLocale): Moment {
  const date = new Date(ms);
  const parts = new Map(
    format('en-GB', timeZone, 'parts', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    })
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  // Chromium 87 writes midnight as 24.
  const hour = part('hour') === '24' ? '00' : part('hour');
  return {
    time: `${hour}:${part('minute')}`,
    date:
      locale === 'zh-CN'
        ? `${Number(part('month'))}月${Number(part('day'))}日`
        : format(locale, timeZone, 'date', { month: 'short', day: 'numeric' }).format(date),
    weekday: format(locale, timeZone, 'weekday', { weekday: 'long' }).format(date),
    weekdayShort: format(locale, timeZone, 'short', { weekday: 'short' }).format(date),
    today: `${part('year')}-${part('month')}-${part('day')}`,
  };
}

/** 09:20 today, 11月20日 09:20 otherwise. */
export function wordAt(ms: number, now: Moment, timeZone: string, locale: GlassLocale): string {
  const then = momentOf(ms, timeZone, locale);
  return then.today === now.today ? then.time : `${then.date} ${then.time}`;
}

const todayWords: Record<GlassLocale, string> = { 'zh-CN': '今天', en: 'today' };

/** 今天 14:30, 周二 14:30 within a week, 11月30日 14:30 beyond. */
export function wordComing(ms: number, nowMs: number, timeZone: string, locale: GlassLocale): string {
  const then = momentOf(ms, timeZone, locale);
  if (then.today === momentOf(nowMs, timeZone, locale).today) return `${todayWords[locale]} ${then.time}`;
  return `${ms - nowMs < 6.5 * 86_400_000 ? then.weekdayShort : then.date} ${then.time}`;
}
