import { expect, it } from 'vitest';
import { daysAskedAhead } from './calendar-ahead.ts';
import type { ScheduleRule } from './timetable.ts';

const today = '2026-11-30';
const rule = (change: Partial<ScheduleRule>) => ({ onHoliday: 'as-usual', onSwapped: 'as-weekday', ...change }) as const;

it.each([
  ['one that asks for nothing', rule({}), undefined],
  ['one that is kept away by holidays', rule({ onHoliday: 'never' }), { from: today, until: '2027-01-29' }],
  ['one that takes a swapped day for a workday', rule({ onSwapped: 'as-workday' }), { from: today, until: '2027-01-29' }],
  ['one that ends', rule({ onHoliday: 'only', untilDay: '2026-12-31' }), { from: today, until: '2026-12-31' }],
  ['one that begins later', rule({ onHoliday: 'only', fromDay: '2027-02-01' }), { from: '2027-02-01', until: '2027-04-02' }],
  ['one that has begun', rule({ onHoliday: 'as-sunday', fromDay: '2026-01-01' }), { from: today, until: '2027-01-29' }],
  ['one that is over', rule({ onHoliday: 'never', untilDay: '2026-11-01' }), { from: today, until: '2026-11-01' }],
])('%s', (_, asked, expected) => {
  expect(daysAskedAhead(asked, today)).toEqual(expected);
});
