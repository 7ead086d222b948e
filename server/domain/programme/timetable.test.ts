import { describe, expect, test } from 'vitest';
import { entry } from './testing/entries.ts';
import { addDays, playingAt, type ScheduleRule, type TimetableEntry, weekdayOf, whatPlays, whyOff } from './timetable.ts';

/** 2026-12-01 is a Tuesday. */
const tuesday = '2026-12-01';
const open = [{ days: 'MO-SU', open: '04:00', close: '18:00' }];
const calendar = { holidays: ['2026-10-01', '2026-10-02'], workdays: ['2026-10-10'] };

describe('a schedule holds', () => {
  test.each<[string, Partial<ScheduleRule>, string, string, string | undefined]>([
    ['always where it says nothing', {}, tuesday, '06:10', undefined],
    ['from its first minute', { dayparts: [{ from: '05:00', to: '07:00' }] }, tuesday, '05:00', undefined],
    ['not in its last', { dayparts: [{ from: '05:00', to: '07:00' }] }, tuesday, '07:00', 'OTHER_HOURS'],
    [
      'several times a day',
      {
        dayparts: [
          { from: '05:00', to: '07:00' },
          { from: '16:00', to: '18:00' },
        ],
      },
      tuesday,
      '17:59',
      undefined,
    ],
    ['to the end of the day', { dayparts: [{ from: '20:00', to: '24:00' }] }, tuesday, '23:59', undefined],
    ['over midnight in the evening', { dayparts: [{ from: '22:00', to: '02:00' }], weekdays: [2] }, tuesday, '22:30', undefined],
    ['over midnight on the day after', { dayparts: [{ from: '22:00', to: '02:00' }], weekdays: [2] }, '2026-12-02', '01:59', undefined],
    [
      'not in the small hours of its own day',
      { dayparts: [{ from: '22:00', to: '02:00' }], weekdays: [2] },
      tuesday,
      '01:59',
      'OTHER_WEEKDAY',
    ],
    ['on its weekdays', { weekdays: [2, 4] }, tuesday, '12:00', undefined],
    ['on no other', { weekdays: [6, 7] }, tuesday, '12:00', 'OTHER_WEEKDAY'],
    ['from its first day', { fromDay: tuesday, untilDay: tuesday }, tuesday, '00:00', undefined],
    ['not before it', { fromDay: '2026-12-02' }, tuesday, '12:00', 'BEFORE_ITS_DATES'],
    ['not after its last', { untilDay: '2026-11-30' }, tuesday, '12:00', 'AFTER_ITS_DATES'],
    [
      'after midnight of its last evening',
      { untilDay: '2026-11-30', dayparts: [{ from: '22:00', to: '02:00' }] },
      tuesday,
      '01:00',
      undefined,
    ],
    ['on a holiday like any Thursday', { weekdays: [4] }, '2026-10-01', '12:00', undefined],
    ['on no holiday', { onHoliday: 'never' }, '2026-10-01', '12:00', 'HOLIDAY'],
    ['only on holidays, whatever the weekday', { onHoliday: 'only', weekdays: [1] }, '2026-10-01', '12:00', undefined],
    ['only on holidays, and this is none', { onHoliday: 'only' }, tuesday, '12:00', 'NO_HOLIDAY'],
    ['on a holiday as on a Sunday', { onHoliday: 'as-sunday', weekdays: [7] }, '2026-10-01', '12:00', undefined],
    [
      'a workday’s schedule not on a holiday that counts as Sunday',
      { onHoliday: 'as-sunday', weekdays: [1, 2, 3, 4, 5] },
      '2026-10-01',
      '12:00',
      'HOLIDAY',
    ],
    ['on a worked Saturday as on a workday', { onSwapped: 'as-workday', weekdays: [1, 2, 3, 4, 5] }, '2026-10-10', '12:00', undefined],
    [
      'a weekend’s schedule not on a worked Saturday',
      { onSwapped: 'as-workday', weekdays: [6, 7] },
      '2026-10-10',
      '12:00',
      'OTHER_WEEKDAY',
    ],
    ['on a worked Saturday by its weekday', { weekdays: [6] }, '2026-10-10', '12:00', undefined],
    ['while the station is open', { stationHours: true }, tuesday, '04:00', undefined],
    ['not when it is closed', { stationHours: true }, tuesday, '18:00', 'STATION_CLOSED'],
  ])('%s', (_, rule, day, time, why) => {
    expect(whyOff(entry(rule), calendar, { day, time }, open)).toBe(why);
  });
});

describe('of two that hold at the same time', () => {
  const at = { day: tuesday, time: '06:10' };
  const early = '2026-11-01T00:00:00Z';
  const late = '2026-11-20T00:00:00Z';
  test.each<[string, Partial<TimetableEntry>, Partial<TimetableEntry>, string]>([
    ['the higher priority plays, however far its target', { priority: 1 }, { nearness: 400 }, 'priority'],
    ['then the nearer target', { nearness: 300 }, { nearness: 100, since: late }, 'nearness'],
    ['then what was changed last', { since: late }, { since: early }, 'since'],
    ['and at last the id, so that no two walls differ', { id: 'a' }, { id: 'b' }, 'id'],
  ])('%s', (_, wins, loses, because) => {
    const [a, b] = [entry({ id: 'winner', since: early, ...wins }), entry({ id: 'xloser', since: early, ...loses })];
    for (const entries of [
      [a, b],
      [b, a],
    ]) {
      const { playing, candidates } = whatPlays({ entries }, at, open);
      expect(playing?.id).toBe(a.id);
      expect(playingAt({ entries }, at, open)).toBe(playing);
      expect(candidates.map(({ entry: { id }, verdict }) => [id, verdict])).toEqual([
        [a.id, { kind: 'plays' }],
        [b.id, { kind: 'pushed-aside', by: a.id, because }],
      ]);
    }
  });

  test('one that does not hold pushes nothing aside, and says why', () => {
    const entries = [entry({ id: 'high', priority: 9, weekdays: [6] }), entry({ id: 'low' })];
    const { playing, candidates } = whatPlays({ entries }, at, open);
    expect(playing?.id).toBe('low');
    expect(candidates[0]?.verdict).toEqual({ kind: 'off', why: 'OTHER_WEEKDAY' });
  });

  test('with none that holds, the jobs go round', () => {
    expect(whatPlays({ entries: [entry({ weekdays: [6] })] }, at, open).playing).toBeUndefined();
  });
});

test.each([
  ['2026-11-30', 1],
  ['2026-12-01', 2],
  ['2026-12-06', 7],
])('%s is weekday %i', (day, weekday) => expect(weekdayOf(day)).toBe(weekday));

test.each([
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-01', -1, '2026-02-28'],
])('%s and %i days is %s', (day, count, then) => expect(addDays(day, count)).toBe(then));
