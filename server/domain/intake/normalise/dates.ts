import { Temporal } from 'temporal-polyfill';
import { fold } from '../text/clean-text.ts';

/** A day found in a text, and where. Dates are YYYY-MM-DD in the station's zone. */
export interface FoundDay {
  on: string;
  start: number;
  end: number;
}

const weekdays: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7 };
const relative: Record<string, number> = { 今: 0, 明: 1, 后: 2 };
const full = /(?<!\d)(20\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?(?!\d)/g;
const compact = /(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/g;
const monthEnd = /(?<!\d)(20\d{2})\s*年\s*(\d{1,2})\s*月(?:底|末)?(?!\s*\d)/g;
const monthDay = /(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)/g;
const slashed = /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?![\d/.:-])/g;
const dayWord = /(?<!\d)(大?后|明|今)(?:天|日|早|晚|儿)/g;
const nextWeekday = /(下个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天])/g;

/**
 * Every day a text names, in reading order. `reference` is the day the words were said on: 明天 is the day after it, and
 * 11月28日 is the nearest such day that lies no more than half a year away.
 */
export function findDays(text: string, reference: string): FoundDay[] {
  const plain = fold(text);
  const today = Temporal.PlainDate.from(reference);
  const found: FoundDay[] = [];
  const take = (pattern: RegExp, read: (match: RegExpExecArray) => Temporal.PlainDate | undefined) => {
    for (const match of plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((day) => start < day.end && end > day.start)) continue;
      const day = read(match);
      if (day) found.push({ on: day.toString(), start, end });
    }
  };
  take(full, ([, y, m, d]) => dayOf(Number(y), Number(m), Number(d)));
  take(compact, ([, y, m, d]) => dayOf(Number(y), Number(m), Number(d)));
  take(monthEnd, ([, y, m]) => lastOfMonth(Number(y), Number(m)));
  take(monthDay, ([, m, d]) => nearest(today, Number(m), Number(d)));
  take(dayWord, ([, word = '']) => today.add({ days: word === '大后' ? 3 : (relative[word] ?? 0) }));
  take(nextWeekday, (match) => {
    // 周末双休 and 周六日 are habits, not days: only 下/本/这 or a bare 周五 that stands alone name one.
    if (match[1] === undefined && plain.trim() !== match[0]) return undefined;
    return weekdayAfter(today, weekdays[match[2] ?? ''] ?? 1, match[1]?.startsWith('下') ?? false);
  });
  return found.sort((a, b) => a.start - b.start);
}

/** Also 12/5 and 12.5: only where a date is expected, since in a sentence they may be anything. */
export function findDaysInDateCell(text: string, reference: string): FoundDay[] {
  const found = findDays(text, reference);
  if (found.length > 0) return found;
  const today = Temporal.PlainDate.from(reference);
  return [...fold(text).matchAll(slashed)].flatMap((match) => {
    const day = nearest(today, Number(match[1]), Number(match[2]));
    return day ? [{ on: day.toString(), start: match.index, end: match.index + match[0].length }] : [];
  });
}

/** Day 1 is 1900-01-01, and the 1900 leap year that never was is counted (ECMA-376 part 1 §18.17.4.1). */
export function dayOfExcelSerial(serial: number, date1904 = false): string | undefined {
  const days = Math.floor(serial) + (date1904 ? 1462 : 0);
  if (!(days >= 61 && days <= 100_000)) return undefined;
  return Temporal.PlainDate.from('1899-12-30').add({ days }).toString();
}

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  const first = new Temporal.PlainDate(year, month, 1);
  return day <= first.daysInMonth ? first.with({ day }) : undefined;
}

function lastOfMonth(year: number, month: number): Temporal.PlainDate | undefined {
  const first = dayOf(year, month, 1);
  return first?.with({ day: first.daysInMonth });
}

function nearest(today: Temporal.PlainDate, month: number, day: number): Temporal.PlainDate | undefined {
  const years = [today.year, today.year + 1, today.year - 1];
  const days = years.flatMap((year) => dayOf(year, month, day) ?? []);
  const distance = (d: Temporal.PlainDate) => Math.abs(today.until(d, { largestUnit: 'days' }).days);
  return days.sort((a, b) => distance(a) - distance(b))[0];
}

function weekdayAfter(today: Temporal.PlainDate, weekday: number, nextWeek: boolean): Temporal.PlainDate {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const day = monday.add({ days: weekday - 1 + (nextWeek ? 7 : 0) });
  return !nextWeek && Temporal.PlainDate.compare(day, today) < 0 ? day.add({ days: 7 }) : day;
}
