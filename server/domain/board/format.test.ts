import { describe, expect, test } from 'vitest';
import type { Pay, Shift } from '../posting/facts.ts';
import {
  formatDay,
  formatDistance,
  formatLastingShift,
  formatPay,
  formatPlaces,
  formatSettlement,
  formatShift,
  payWords,
} from './format.ts';

const today = { today: '2026-11-21' };
const pay = (p: Partial<Pay>): Pay => ({ negotiable: false, ...p });
const shift = (s: Partial<Shift>): Shift => ({ kind: 'fixed', text: '', ...s });

test.each<[string, Partial<Pay>, string, string]>([
  ['a range by the day', { min: 260, max: 320, unit: 'day' }, '260–320 元/天', '260–320 yuan/day'],
  ['one figure', { min: 24, max: 24, unit: 'hour' }, '24 元/小时', '24 yuan/hour'],
  ['a floor', { min: 4500, unit: 'month' }, '4500 元/月起', '4500 yuan/month or more'],
  ['a ceiling', { max: 300, unit: 'order' }, '最高 300 元/单', 'up to 300 yuan/order'],
  ['fen that matter', { min: 0.35, max: 0.35, unit: 'piece' }, '0.35 元/件', '0.35 yuan/piece'],
  ['nothing but 面议', { negotiable: true }, '面议', 'negotiable'],
  ['a figure without a unit', { min: 200, max: 200 }, '200 元', '200 yuan'],
])('pay says %s', (_, facts, zh, en) => {
  expect(formatPay(pay(facts))).toBe(zh);
  expect(formatPay(pay(facts), 'en')).toBe(en);
});

test('what the figures leave out stands apart from them', () => {
  expect(payWords(pay({ min: 3500, max: 3500, unit: 'month', note: '另有提成' }))).toEqual({
    amount: '3500',
    unit: '元/月',
    note: '另有提成',
  });
});

test.each([
  [null, undefined],
  [3, '10 米'],
  [52, '50 米'],
  [400, '400 米'],
  [940, '950 米'],
  [960, '1 公里'],
  [3_580, '3.6 公里'],
  [9_960, '10 公里'],
  [12_400, '12 公里'],
])('%s metres away reads %s', (metres, words) => {
  expect(formatDistance(metres)).toBe(words);
});

describe('a shift', () => {
  test.each<[string, Partial<Shift>, string]>([
    ['today from a full hour', { startsOn: '2026-11-21', start: '18:00' }, '今天 18 点起'],
    ['today from a half hour', { startsOn: '2026-11-21', start: '18:30' }, '今天 18:30 起'],
    ['tomorrow with its end', { startsOn: '2026-11-22', start: '08:00', end: '17:00' }, '明天 8:00–17:00'],
    ['a day later than that', { startsOn: '2026-11-24', start: '05:00' }, '11月24日 5 点起'],
    ['a named day without hours', { startsOn: '2026-11-21' }, '今天开工'],
    ['every day', { start: '10:00', end: '14:00' }, '10:00–14:00'],
    ['every day from', { start: '05:00' }, '5:00 起'],
    ['through the night', { start: '22:00', end: '06:00', nextDay: true }, '22:00–次日 6:00'],
    ['the words as sent', { kind: 'rotating', text: '包吃住 两班倒' }, '包吃住 两班倒'],
    ['words too long for a wall', { kind: 'rotating', text: '白班夜班每半个月轮换一次，中间休息两天' }, '两班倒'],
    ['flexible', { kind: 'flexible', text: '弹性' }, '时间弹性'],
    ['nothing known', { kind: 'unspecified' }, '时间问驿站'],
    ['only how long', { hours: 8 }, '每天 8 小时'],
  ])('says %s', (_, facts, words) => {
    expect(formatShift(shift(facts), today)).toBe(words);
  });

  test('that is only so long says so in English too', () => {
    const short = shift({ kind: 'unspecified', hours: 4, text: '4小时' });
    expect(formatShift(short, today)).toBe('4小时');
    expect(formatShift(short, today, 'en')).toBe('4 h a day');
  });

  test('read on another day names its date', () => {
    expect(formatLastingShift(shift({ startsOn: '2026-11-22', start: '08:00', end: '17:00' }))).toBe('11月22日 8:00–17:00');
    expect(formatLastingShift(shift({ start: '08:00', end: '17:00' }))).toBe('8:00–17:00');
  });

  test('that was today says its date a day later', () => {
    const evening = shift({ startsOn: '2026-11-21', start: '18:00' });
    expect(formatShift(evening, { today: '2026-11-22' })).toBe('11月21日 18 点起');
  });
});

test('days near by have names, across a year’s end too', () => {
  expect(formatDay('2027-01-01', { today: '2026-12-31' })).toBe('明天');
  expect(formatDay('2027-01-02', { today: '2026-12-31' })).toBe('后天');
  expect(formatDay('2027-01-02', { today: '2026-12-31' }, 'en')).toBe('Jan 2');
});

test('a posting without places left is filled, whoever says so', () => {
  expect(formatPlaces({ placesLeft: 3, filled: false })).toBe('还剩 3 人');
  expect(formatPlaces({ placesLeft: 0, filled: false })).toBe('已招满');
  expect(formatPlaces({ placesLeft: 2, filled: true })).toBe('已招满');
});

test('settlement is said only when it is known', () => {
  expect(formatSettlement(pay({ settlement: 'daily' }))).toBe('日结');
  expect(formatSettlement(pay({}))).toBeUndefined();
});
