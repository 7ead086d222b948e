import { expect, it } from 'vitest';
import { type CalendarDay, calendarOf, unknownYears } from './calendar.ts';
import { days2026 } from './days-2026.ts';

const entered = (day: string, kind: CalendarDay['kind'] = 'holiday'): CalendarDay => ({
  ...{ day, kind, name: '元旦', source: '国务院办公厅通知', publishedOn: '2026-11-04' },
});

it.each([
  ['a day of a year that is there', '2026-10-01', '2026-10-01', [], []],
  ['a day of a year that is not', '2027-01-01', '2027-01-01', [], [2027]],
  ['four weeks over New Year', '2026-12-15', '2027-01-12', [], [2027]],
  ['four weeks over New Year, once somebody has entered its first day', '2026-12-15', '2027-01-12', [entered('2027-01-01')], []],
  ['several years', '2025-12-31', '2028-01-01', [entered('2027-01-01')], [2025, 2028]],
  ['a day that somebody has said to be ordinary', '2027-05-01', '2027-05-02', [entered('2027-05-01', 'ordinary')], []],
  ['no days at all', '2027-02-01', '2027-01-01', [], []],
])('%s', (_, from, until, byHand, years) => {
  expect(unknownYears(calendarOf(days2026, byHand), { from, until })).toEqual(years);
});
