import { expect, test } from 'vitest';
import { clashesOf, holdsBetween, planDay } from './day-plan.ts';
import { entry } from './testing/entries.ts';

const day = '2026-12-01';
const hours = [{ days: 'MO-SU', open: '04:00', close: '18:00' }];

test('a day reads as stretches, each with what plays, and the jobs between them', () => {
  const entries = [
    entry({ id: 'morning', priority: 1, dayparts: [{ from: '05:00', to: '07:00' }] }),
    entry({ id: 'day', stationHours: true }),
    entry({ id: 'night', dayparts: [{ from: '22:00', to: '02:00' }] }),
  ];
  expect(planDay({ entries }, day, hours).map(({ from, to, playing }) => [from, to, playing?.id])).toEqual([
    ['00:00', '02:00', 'night'],
    ['02:00', '04:00', undefined],
    ['04:00', '05:00', 'day'],
    ['05:00', '07:00', 'morning'],
    ['07:00', '18:00', 'day'],
    ['18:00', '22:00', undefined],
    ['22:00', '24:00', 'night'],
  ]);
});

test('without a schedule the whole day is the jobs’', () => {
  expect(planDay({ entries: [] }, day, hours)).toEqual([{ from: '00:00', to: '24:00' }]);
});

test.each([
  ['the same hour of another weekday', { weekdays: [3], dayparts: [{ from: '05:00', to: '07:00' }] }, []],
  [
    'an hour that overlaps',
    { dayparts: [{ from: '06:00', to: '08:00' }] },
    [{ at: { day: '2026-12-01', time: '06:00' }, wins: true, because: 'since' }],
  ],
  [
    'a day next week',
    { fromDay: '2026-12-08', priority: 5 },
    [{ at: { day: '2026-12-08', time: '05:00' }, wins: false, because: 'priority' }],
  ],
])('a schedule for Tuesdays from five to seven meets another: %s', (_, other, met) => {
  const draft = entry({ id: 'draft', since: '2026-11-30T00:00:00Z', weekdays: [2], dayparts: [{ from: '05:00', to: '07:00' }] });
  const clashes = clashesOf(draft, [entry({ id: 'other', ...other })], { calendar: {}, hours, today: day });
  expect(clashes.map(({ with: _with, ...clash }) => clash)).toEqual(met);
});

test.each([
  ['one that holds now', {}, true],
  ['one of this evening', { dayparts: [{ from: '20:00', to: '22:00' }] }, true],
  ['one of tomorrow morning', { dayparts: [{ from: '05:00', to: '07:00' }] }, true],
  ['one of tomorrow alone', { weekdays: [3] }, true],
  ['one of tomorrow afternoon, which is too far', { weekdays: [3], dayparts: [{ from: '16:00', to: '17:00' }] }, false],
  ['one of next month', { fromDay: '2027-01-01' }, false],
  ['one that has ended', { untilDay: '2026-11-30' }, false],
  ['one of an hour in which the station is closed', { stationHours: true, dayparts: [{ from: '19:00', to: '20:00' }] }, false],
])('from Tuesday at three in the afternoon for a day: %s', (_, change, holds) => {
  const around = { from: { day, time: '15:00' }, to: { day: '2026-12-02', time: '15:00' }, hours };
  expect(holdsBetween(entry({ id: 'one', ...change }), {}, around)).toBe(holds);
});
