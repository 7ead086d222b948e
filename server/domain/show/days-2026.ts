import { Temporal } from 'temporal-polyfill';
import type { CalendarDay } from './calendar.ts';

/**
 * 国务院办公厅关于2026年部分节假日安排的通知, as Xinhua carried it in full on 2025-11-04
 * (https://politics.gmw.cn/2025-11/04/content_38391083.htm). A later year is entered by an administrator once it has been announced.
 */
const source = '国务院办公厅关于2026年部分节假日安排的通知';
const publishedOn = '2025-11-04';

const holidays = [
  { name: '元旦', from: '2026-01-01', to: '2026-01-03', worked: ['2026-01-04'] },
  { name: '春节', from: '2026-02-15', to: '2026-02-23', worked: ['2026-02-14', '2026-02-28'] },
  { name: '清明节', from: '2026-04-04', to: '2026-04-06', worked: [] },
  { name: '劳动节', from: '2026-05-01', to: '2026-05-05', worked: ['2026-05-09'] },
  { name: '端午节', from: '2026-06-19', to: '2026-06-21', worked: [] },
  { name: '中秋节', from: '2026-09-25', to: '2026-09-27', worked: [] },
  { name: '国庆节', from: '2026-10-01', to: '2026-10-07', worked: ['2026-09-20', '2026-10-10'] },
];

export const days2026: readonly CalendarDay[] = holidays.flatMap(({ name, from, to, worked }) => [
  ...everyDay(from, to).map((day): CalendarDay => ({ day, kind: 'holiday', name, source, publishedOn })),
  ...worked.map((day): CalendarDay => ({ day, kind: 'workday', name, source, publishedOn })),
]);

function everyDay(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 }))
    days.push(day.toString());
  return days;
}
