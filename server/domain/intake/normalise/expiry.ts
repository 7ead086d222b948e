import { Temporal } from 'temporal-polyfill';
import type { Expiry } from '../../posting/facts.ts';
import { chineseDigits, readChineseNumber } from '../text/chinese-number.ts';
import { cleanLine, fold } from '../text/clean-text.ts';
import { dayOfExcelSerial, findDaysInDateCell } from './dates.ts';

export interface ExpiryReading {
  expiry: Expiry;
  unread: boolean;
}

const within = new RegExp(`(\\d+|[${chineseDigits}]+)\\s*(天|日|周|个?星期|个?月)(?:之?内|有效|后|$)`);

/**
 * Reads a cell or phrase of validity. 长期 has no end of its own (it lapses 7 days after the last confirmation, which
 * is not intake's to compute). A range ends on its last day. `reference`: the day the words were said on.
 */
export function readExpiry(value: string | number, reference: string): ExpiryReading {
  if (typeof value === 'number') return fromSerial(value, reference);
  const text = fold(cleanLine(value));
  if (text === '' || /^(?:-+|\/|无)$/.test(text)) return { expiry: { kind: 'unstated' }, unread: false };
  if (/长期|常年|招满(?:为止|即止|截止)?|满员|不限|随时/.test(text)) return { expiry: { kind: 'long-term' }, unread: false };
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return fromSerial(Number(text), reference);
  const last = findDaysInDateCell(text, reference)
    .map((day) => day.on)
    .sort()
    .at(-1);
  if (last) return on(last);
  const today = Temporal.PlainDate.from(reference);
  if (/本?月底|本月[内末]/.test(text)) return on(today.with({ day: today.daysInMonth }).toString());
  if (/本周[内末]?/.test(text)) return on(today.add({ days: 7 - today.dayOfWeek }).toString());
  const span = within.exec(text);
  if (span) {
    const count = Number(span[1]) || readChineseNumber(span[1] ?? '') || 0;
    if (count >= 1 && count <= 366) {
      const unit = span[2] ?? '';
      const duration = unit.endsWith('月') ? { months: count } : /周|星期/.test(unit) ? { weeks: count } : { days: count };
      return on(today.add(duration).toString());
    }
  }
  return { expiry: { kind: 'unstated' }, unread: true };
}

function fromSerial(serial: number, reference: string): ExpiryReading {
  if (serial > 20_000_000 && serial < 21_000_000) return readExpiry(`${serial} `, reference);
  const day = serial >= 36_526 && serial <= 73_050 ? dayOfExcelSerial(serial) : undefined;
  return day ? on(day) : { expiry: { kind: 'unstated' }, unread: true };
}

function on(day: string): ExpiryReading {
  return { expiry: { kind: 'date', on: day }, unread: false };
}
