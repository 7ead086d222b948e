import { describe, expect, it } from 'vitest';
import { readBenefitsCell } from './benefits.ts';
import { readContact } from './contact.ts';
import { dayOfExcelSerial, findDays } from './dates.ts';
import { readEmployer } from './employer.ts';
import { readExpiry } from './expiry.ts';
import { readHeadcount } from './headcount.ts';
import { readPhones } from './phones.ts';
import { findAgeLimits, readConditionColumn, readRequirements } from './requirements.ts';
import { readShift } from './shift.ts';
import { readTrade } from './trade.ts';

const today = '2026-11-21'; // a Saturday

describe('headcount', () => {
  it.each<[string | number, number, number, boolean]>([
    ['3名', 3, 3, false],
    ['10-15', 10, 15, false],
    ['10-15人', 10, 15, false],
    ['10~15人', 10, 15, false],
    ['50人名', 50, 50, false],
    ['50人', 50, 50, false],
    [8, 8, 8, false],
    ['１０', 10, 10, false],
    ['两个', 2, 2, false],
    ['十个', 10, 10, false],
    ['十五名', 15, 15, false],
    ['三五个', 1, 5, true],
    ['二十到三十人', 20, 30, false],
    ['若干', 1, 5, true],
    ['若干名', 1, 5, true],
    ['数名', 1, 5, true],
    ['不限', 1, 5, true],
    ['10人以上', 10, 10, true],
    ['约20人', 20, 20, true],
    ['十来个', 10, 10, true],
    ['20余人', 20, 20, true],
    ['男2女3', 5, 5, false],
    ['15-10人', 10, 15, false],
  ])('reads %s', (words, min, max, approximate) => {
    expect(readHeadcount(words).headcount).toEqual({ min, max, approximate });
  });

  it('says what it cannot read, and keeps a split by sex for the lint', () => {
    expect(readHeadcount('看情况')).toMatchObject({ unread: true });
    expect(readHeadcount(0)).toMatchObject({ unread: true });
    expect(readHeadcount('100000')).toMatchObject({ unread: true });
    expect(readHeadcount('男2女3').split).toBe('男2女3');
  });
});

describe('shift', () => {
  it.each<[string, object]>([
    ['22:00-次日6:00', { kind: 'fixed', start: '22:00', end: '06:00', nextDay: true, hours: 8 }],
    ['8:00-17:00', { kind: 'fixed', start: '08:00', end: '17:00', hours: 9 }],
    ['早班6:00-14:00', { kind: 'fixed', start: '06:00', end: '14:00', hours: 8 }],
    ['早班 5:00 起', { kind: 'fixed', start: '05:00' }],
    ['８：００－１７：００', { kind: 'fixed', start: '08:00', end: '17:00' }],
    ['8点-17点', { kind: 'fixed', start: '08:00', end: '17:00' }],
    ['早上8点半到下午5点', { kind: 'fixed', start: '08:30', end: '17:00' }],
    ['下午1点-6点', { kind: 'fixed', start: '13:00', end: '18:00', hours: 5 }],
    ['晚上8点到凌晨2点', { kind: 'fixed', start: '20:00', end: '02:00', nextDay: true, hours: 6 }],
    ['早8晚5', { kind: 'fixed', start: '08:00', end: '17:00' }],
    ['早九晚六', { kind: 'fixed', start: '09:00', end: '18:00' }],
    ['20:00-8:00 夜班', { kind: 'fixed', start: '20:00', end: '08:00', nextDay: true, hours: 12 }],
    ['两班倒', { kind: 'rotating' }],
    ['三班两倒', { kind: 'rotating' }],
    ['弹性', { kind: 'flexible' }],
    ['时间自由', { kind: 'flexible' }],
    ['周末', { kind: 'weekend' }],
    ['周末双休', { kind: 'unspecified' }],
    ['周六日', { kind: 'weekend' }],
    ['4小时', { kind: 'unspecified', hours: 4 }],
    ['每天8小时', { kind: 'unspecified', hours: 8 }],
    ['长白班', { kind: 'fixed' }],
    ['明天早上', { startsOn: '2026-11-22' }],
    ['后天', { startsOn: '2026-11-23' }],
    ['大后天', { startsOn: '2026-11-24' }],
    ['11月24日起 8:00-17:00', { startsOn: '2026-11-24', start: '08:00' }],
    ['下周一', { startsOn: '2026-11-23' }],
    ['', { kind: 'unspecified', text: '' }],
  ])('reads %s', (words, expected) => {
    expect(readShift(words, today)).toMatchObject(expected);
  });

  it('makes nothing up', () => {
    expect(readShift('25:00-99:00', today)).toEqual({ kind: 'unspecified', text: '25:00-99:00' });
  });
});

describe('phones', () => {
  it.each<[string | number, string[]]>([
    ['138 0000 9835', ['13800009835']],
    ['13800009709 / 0571-87004892', ['13800009709', '057187004892']],
    [13900009286, ['13900009286']],
    ['138-0000-9835', ['13800009835']],
    ['+86 138 0000 9835', ['13800009835']],
    ['86-13800009835', ['13800009835']],
    ['0571-87003756', ['057187003756']],
    ['（0571）87003756', ['057187003756']],
    ['0571 8700 3756', ['057187003756']],
    ['010-87003756', ['01087003756']],
    ['0359-4521234', ['03594521234']],
    ['400-820-8820', ['4008208820']],
    ['１３８００００９８３５', ['13800009835']],
    ['13800009835、13900009286', ['13800009835', '13900009286']],
    ['1380000983513900009286', []],
    ['电话:13800009835(微信同号)', ['13800009835']],
    ['13800009835 13800009835', ['13800009835']],
    ['330102199001011234', []],
    ['138​0000​9835', ['13800009835']],
  ])('reads %s', (words, phones) => {
    expect(readPhones(words).phones).toEqual(phones);
  });

  it('keeps an extension and names what is no number', () => {
    expect(readPhones('0571-87003756转801')).toMatchObject({ phones: ['057187003756'], extensions: ['转801'] });
    expect(readPhones('0571-87003756-801')).toMatchObject({ phones: ['057187003756'], extensions: ['转801'] });
    expect(readPhones('1380000983')).toMatchObject({ phones: [], invalid: ['1380000983'] });
  });
});

describe('expiry', () => {
  it.each<[string | number, object]>([
    ['长期', { kind: 'long-term' }],
    ['招满为止', { kind: 'long-term' }],
    ['2026/12/5', { kind: 'date', on: '2026-12-05' }],
    ['2026-11-01', { kind: 'date', on: '2026-11-01' }],
    ['2026年12月1日', { kind: 'date', on: '2026-12-01' }],
    ['11月28日', { kind: 'date', on: '2026-11-28' }],
    ['1月15日', { kind: 'date', on: '2027-01-15' }],
    ['10月30日', { kind: 'date', on: '2026-10-30' }],
    ['2026.12.05', { kind: 'date', on: '2026-12-05' }],
    ['20261205', { kind: 'date', on: '2026-12-05' }],
    [20_261_205, { kind: 'date', on: '2026-12-05' }],
    ['2026年12月', { kind: 'date', on: '2026-12-31' }],
    ['12/5', { kind: 'date', on: '2026-12-05' }],
    [46_361, { kind: 'date', on: '2026-12-05' }],
    ['46361', { kind: 'date', on: '2026-12-05' }],
    ['11月20日-11月28日', { kind: 'date', on: '2026-11-28' }],
    ['2026-11-20至2026-12-05', { kind: 'date', on: '2026-12-05' }],
    ['7天内', { kind: 'date', on: '2026-11-28' }],
    ['一个月内', { kind: 'date', on: '2026-12-21' }],
    ['明天', { kind: 'date', on: '2026-11-22' }],
    ['月底', { kind: 'date', on: '2026-11-30' }],
    ['2026-12-05 00:00:00', { kind: 'date', on: '2026-12-05' }],
    ['', { kind: 'unstated' }],
    ['2026-02-30', { kind: 'unstated' }],
    ['看情况', { kind: 'unstated' }],
    [3, { kind: 'unstated' }],
  ])('reads %s', (words, expected) => {
    expect(readExpiry(words, today).expiry).toEqual(expected);
  });

  it('counts days as Excel does', () => {
    expect(dayOfExcelSerial(45_658)).toBe('2025-01-01');
    expect(dayOfExcelSerial(45_658 - 1462, true)).toBe('2025-01-01');
  });

  it('takes 明天 from the day of the message, over the end of a year too', () => {
    expect(findDays('明天早上要人', '2026-12-31')[0]?.on).toBe('2027-01-01');
  });
});

describe('requirements', () => {
  it('are one each, without what limits nothing', () => {
    expect(readRequirements('限女性,35岁以下')).toEqual(['限女性', '35岁以下']);
    expect(readRequirements('不限')).toEqual([]);
    expect(readRequirements('1、有健康证；2、能吃苦')).toEqual(['有健康证', '能吃苦']);
    expect(readConditionColumn('性别', '女')).toEqual(['性别：女']);
    expect(readConditionColumn('性别', '不限')).toEqual([]);
  });

  it.each<[string, object[]]>([
    ['18-55周岁', [{ from: 18, to: 55 }]],
    ['60岁以下', [{ to: 60 }]],
    ['年龄45以内', [{ to: 45 }]],
    ['年满16周岁', [{ from: 16 }]],
    ['14岁以上', [{ from: 14 }]],
    ['年龄：18-45', [{ from: 18, to: 45 }]],
    ['不超过50岁', [{ to: 50 }]],
    ['照顾3岁以上孩子', []],
    ['辅导6-12岁小学生', []],
    ['满3年经验', []],
    ['工作8-10小时', []],
    ['8人以下', []],
  ])('finds the age limits of %s', (words, limits) => {
    expect(findAgeLimits(words).map(({ from, to }) => ({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }))).toEqual(
      limits,
    );
  });
});

describe('employer', () => {
  it.each<[string, object]>([
    ['宏睿光电科技有限公司', { employer: '宏睿光电科技有限公司', employerKind: 'organisation' }],
    ['邻里到家', { employerKind: 'organisation' }],
    ['转角水吧', { employerKind: 'organisation' }],
    ['张女士家', { employer: '张女士家', employerKind: 'householder' }],
    ['个人雇主', { employerKind: 'householder' }],
    ['王先生(业主)', { employerKind: 'householder' }],
    ['某公司', { employerKind: 'unknown' }],
    ['保密', { employerKind: 'unknown' }],
    ['/', { employerKind: 'unknown' }],
    ['', { employerKind: 'unknown' }],
    ['知名企业', { employerKind: 'unknown' }],
  ])('reads %s', (words, expected) => {
    const reading = readEmployer(words);
    expect(reading).toMatchObject(expected);
    if (reading.employerKind === 'unknown') expect(reading.employer).toBeUndefined();
  });
});

describe('trade', () => {
  it.each<[string, object]>([
    ['保安员', { trade: '保安员', category: '物业保安', known: true }],
    ['保安', { trade: '保安员', title: '保安' }],
    ['急招保洁阿姨', { trade: '保洁员', title: '急招保洁阿姨' }],
    ['女服务员', { trade: '服务员', title: '女服务员' }],
    ['CNC操作工', { trade: '数控车床操作工' }],
    ['ＣＮＣ', { trade: '数控车床操作工' }],
    ['小时工保洁', { trade: '家政钟点工' }],
    ['香菇分拣', { trade: '香菇分拣', category: '农业' }],
    ['月球勘探员', { trade: '月球勘探员', known: false }],
    ['', { trade: '', known: false }],
    ['---', { trade: '', known: false }],
  ])('reads %s', (words, expected) => {
    expect(readTrade(words)).toMatchObject(expected);
  });
});

it('finds settlement among the benefits, and whom to ask for', () => {
  expect(readBenefitsCell('包吃住、日结')).toEqual({ benefits: ['包吃住'], settlement: 'daily' });
  expect(readBenefitsCell('夜班补贴20元')).toEqual({ benefits: ['夜班补贴20元'] });
  expect(readContact('联系王女士', ['转801'])).toBe('王女士 转801');
});
