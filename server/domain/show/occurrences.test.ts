import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarOf } from './calendar.ts';
import { days2026 } from './days-2026.ts';
import { occurrencesBetween, type SeriesRules } from './occurrences.ts';
import { nextStart, readWeeklyRule, startsBetween, weeklyRule } from './recurrence.ts';

const at = (text: string) => Temporal.Instant.from(text);
const series = (change: Partial<SeriesRules> = {}): SeriesRules => ({
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
  startTime: '14:30',
  timeZone: 'Asia/Shanghai',
  onHoliday: 'skip',
  onSwapped: 'usual',
  ...change,
});
const calendar = calendarOf(days2026, []);

/** 09-29, 10-06 off, …: as a clerk reads it, in the series' zone. */
const said = (rules: SeriesRules, from: string, to: string, days = calendar) =>
  occurrencesBetween(rules, days, { from: at(from), to: at(to) }).map(({ at: start, fate }) => {
    const { month, day, hour, minute } = start.toZonedDateTimeISO(rules.timeZone);
    return `${month}-${day} ${hour}:${String(minute).padStart(2, '0')}${fate === 'held' ? '' : ` ${fate}`}`;
  });

describe('a weekly series', () => {
  it.each([
    [
      'every Tuesday over a month’s end',
      series(),
      '2026-01-20T00:00:00Z',
      '2026-02-12T00:00:00Z',
      ['1-20 14:30', '1-27 14:30', '2-3 14:30', '2-10 14:30'],
    ],
    [
      'over a leap day',
      series({ rrule: 'FREQ=WEEKLY;BYDAY=TU' }),
      '2028-02-20T00:00:00Z',
      '2028-03-08T00:00:00Z',
      ['2-22 14:30', '2-29 14:30', '3-7 14:30'],
    ],
    [
      'every second week, counted from its first',
      series({ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', startsOn: '2026-03-03' }),
      '2026-03-01T00:00:00Z',
      '2026-04-01T00:00:00Z',
      ['3-3 14:30', '3-17 14:30', '3-31 14:30'],
    ],
    [
      'not before its first day, nor after its last',
      series({ startsOn: '2026-03-10', endsOn: '2026-03-24' }),
      '2026-03-01T00:00:00Z',
      '2026-05-01T00:00:00Z',
      ['3-10 14:30', '3-17 14:30', '3-24 14:30'],
    ],
    [
      'twice a week',
      series({ rrule: 'FREQ=WEEKLY;BYDAY=TU,FR' }),
      '2026-03-02T00:00:00Z',
      '2026-03-09T00:00:00Z',
      ['3-3 14:30', '3-6 14:30'],
    ],
    [
      'at the same hour of its own clock when that clock is put forward',
      series({ timeZone: 'Europe/Berlin', rrule: 'FREQ=WEEKLY;BYDAY=SU' }),
      '2026-03-21T00:00:00Z',
      '2026-04-01T00:00:00Z',
      ['3-22 14:30', '3-29 14:30'],
    ],
    // 23:30 on Tuesday in Ürümqi is Wednesday nowhere but in UTC+8.
    [
      'on its own zone’s day',
      series({ timeZone: 'Asia/Urumqi', startTime: '23:30' }),
      '2026-03-02T00:00:00Z',
      '2026-03-09T00:00:00Z',
      ['3-3 23:30'],
    ],
    [
      'skips a holiday and says so',
      series(),
      '2026-09-27T00:00:00Z',
      '2026-10-14T00:00:00Z',
      ['9-29 14:30', '10-6 14:30 off', '10-13 14:30'],
    ],
    [
      'asks',
      series({ onHoliday: 'ask' }),
      '2026-09-27T00:00:00Z',
      '2026-10-14T00:00:00Z',
      ['9-29 14:30', '10-6 14:30 asked', '10-13 14:30'],
    ],
    [
      'is held all the same',
      series({ onHoliday: 'hold' }),
      '2026-09-27T00:00:00Z',
      '2026-10-14T00:00:00Z',
      ['9-29 14:30', '10-6 14:30', '10-13 14:30'],
    ],
    [
      'of workdays is held on swapped ones too',
      series({ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', onSwapped: 'extra' }),
      '2026-10-05T16:00:00Z',
      '2026-10-12T00:00:00Z',
      ['10-6 14:30 off', '10-7 14:30 off', '10-8 14:30', '10-9 14:30', '10-10 14:30'],
    ],
    [
      'held on a swapped day that is its own comes once',
      series({ rrule: 'FREQ=WEEKLY;BYDAY=SA', onSwapped: 'extra' }),
      '2026-10-08T00:00:00Z',
      '2026-10-13T00:00:00Z',
      ['10-10 14:30'],
    ],
  ] as [string, SeriesRules, string, string, string[]][])('%s', (_, rules, from, to, expected) => {
    expect(said(rules, from, to)).toEqual(expected);
  });

  it('keeps its instant where no clock is ever put forward', () => {
    const starts = startsBetween(series(), at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'));
    expect(new Set(starts.map((start) => start.toString().slice(11)))).toEqual(new Set(['06:30:00Z']));
    expect(starts).toHaveLength(52);
  });

  it('goes by what an administrator entered over what was shipped', () => {
    const entered = { name: '本地', source: '本地公告 2026 第 1 号', publishedOn: '2026-09-01' };
    const days = calendarOf(days2026, [
      { day: '2026-10-06', kind: 'ordinary', ...entered },
      { day: '2026-09-29', kind: 'holiday', ...entered },
    ]);
    expect(said(series(), '2026-09-27T00:00:00Z', '2026-10-08T00:00:00Z', days)).toEqual(['9-29 14:30 off', '10-6 14:30']);
  });

  it.each(['FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=XX', 'BYDAY=TU', ''])('%j is none, and has no dates', (rrule) => {
    expect(nextStart(series({ rrule }), at('2026-03-02T00:00:00Z'))).toBeUndefined();
  });

  it('has a next start, never the one that is just beginning', () => {
    const next = (now: string) => nextStart(series(), at(now))?.toString();
    expect(next('2026-03-03T06:29:59Z')).toBe('2026-03-03T06:30:00Z');
    expect(next('2026-03-03T06:30:00Z')).toBe('2026-03-10T06:30:00Z');
    expect(
      nextStart(series({ rrule: 'FREQ=WEEKLY;INTERVAL=4;BYDAY=TU', startsOn: '2026-03-03' }), at('2026-03-04T00:00:00Z'))?.toString(),
    ).toBe('2026-03-31T06:30:00Z');
  });

  it('is written as it is read', () => {
    const rule = weeklyRule({ weekdays: ['FR', 'MO'], everyWeeks: 2 });
    expect(rule).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR');
    expect(readWeeklyRule(rule)).toEqual({ weekdays: ['MO', 'FR'], everyWeeks: 2 });
  });
});

describe('the calendar of 2026', () => {
  it('has 33 days off, and swapped workdays on weekends only', () => {
    const holidays = days2026.filter(({ kind }) => kind === 'holiday');
    const worked = days2026.filter(({ kind }) => kind === 'workday');
    expect(holidays).toHaveLength(3 + 9 + 3 + 5 + 3 + 3 + 7);
    expect(worked.every(({ day }) => Temporal.PlainDate.from(day).dayOfWeek >= 6)).toBe(true);
    expect(new Set(days2026.map(({ day }) => day)).size).toBe(days2026.length);
    expect(days2026.every(({ source, publishedOn }) => source !== '' && publishedOn < '2026-01-01')).toBe(true);
  });
});
