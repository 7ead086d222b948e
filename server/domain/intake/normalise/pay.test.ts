import { describe, expect, it } from 'vitest';
import { readPay, readPayUnit } from './pay.ts';

const cases: [words: string | number, reading: object, hint?: object][] = [
  ['26元/小时', { min: 26, max: 26, unit: 'hour', negotiable: false }],
  ['２9０元／天', { min: 290, max: 290, unit: 'day', negotiable: false }],
  ['202-289元/天', { min: 202, max: 289, unit: 'day', negotiable: false }],
  ['4.5-6.2K', { min: 4500, max: 6200, unit: 'month', negotiable: false }],
  ['4.0-8.8K', { min: 4000, max: 8800, unit: 'month', negotiable: false }],
  ['4.5k-6.2k', { min: 4500, max: 6200, unit: 'month', negotiable: false }],
  ['1-1.5万', { min: 10_000, max: 15_000, unit: 'month', negotiable: false }],
  ['8千-1.2万', { min: 8000, max: 12_000, unit: 'month', negotiable: false }],
  ['5000-1万/月', { min: 5000, max: 10_000, unit: 'month', negotiable: false }],
  ['6000-9000元/月', { min: 6000, max: 9000, unit: 'month', negotiable: false }],
  ['9000-6000元/月', { min: 6000, max: 9000, unit: 'month', negotiable: false }],
  ['6,000-8,000元/月', { min: 6000, max: 8000, unit: 'month', negotiable: false }],
  ['6000~8000元每月', { min: 6000, max: 8000, unit: 'month', negotiable: false }],
  ['月薪5000至7000', { min: 5000, max: 7000, unit: 'month', negotiable: false }],
  ['日薪191', { min: 191, max: 191, unit: 'day', negotiable: false }],
  ['时薪：22', { min: 22, max: 22, unit: 'hour', negotiable: false }],
  ['底薪3500+提成', { min: 3500, unit: 'month', negotiable: false, note: '底薪加提成' }],
  ['计件,月入8000元左右', { min: 8000, max: 8000, unit: 'month', negotiable: false, note: '计件，约' }],
  ['面议', { negotiable: true }],
  ['薪资面谈', { negotiable: true }],
  ['248元/天,日结', { min: 248, max: 248, unit: 'day', settlement: 'daily', negotiable: false }],
  ['200日结', { min: 200, max: 200, unit: 'day', settlement: 'daily', negotiable: false }],
  ['400元/单', { min: 400, max: 400, unit: 'order', negotiable: false }],
  ['0.35元/件', { min: 0.35, max: 0.35, unit: 'piece', negotiable: false }],
  ['180一天', { min: 180, max: 180, unit: 'day', negotiable: false }],
  ['一天180', { min: 180, max: 180, unit: 'day', negotiable: false }],
  ['一百八一天', { min: 180, max: 180, unit: 'day', negotiable: false }],
  ['每小时25块', { min: 25, max: 25, unit: 'hour', negotiable: false }],
  ['25/h', { min: 25, max: 25, unit: 'hour', negotiable: false }],
  ['￥180/天', { min: 180, max: 180, unit: 'day', negotiable: false }],
  ['280元/天/人', { min: 280, max: 280, unit: 'day', negotiable: false }],
  ['150元起/天', { min: 150, unit: 'day', negotiable: false, note: '起' }],
  ['200元/天，周结', { min: 200, max: 200, unit: 'day', settlement: 'weekly', negotiable: false }],
  ['200元/天,加班25元/小时', { min: 200, max: 200, unit: 'day', negotiable: false, note: '加班25元/小时' }],
  ['5000-7000', { min: 5000, max: 7000, negotiable: false }],
  [5000, { min: 5000, max: 5000, unit: 'month', negotiable: false }, { unit: 'month' }],
  [23.5, { min: 23.5, max: 23.5, negotiable: false }],
  ['5000', { min: 5000, max: 5000, negotiable: false }],
  ['保底6000 综合8000-12000', { min: 6000, unit: 'month', negotiable: false }],
  ['180元 干完就结', { min: 180, max: 180, settlement: 'on-completion', negotiable: false }],
];

describe('pay', () => {
  it.each(cases)('reads %s', (words, expected, hint) => {
    const reading = readPay(words, hint ?? {});
    expect(reading.pay).toMatchObject(expected);
    expect(reading.pay.max === undefined).toBe(!('max' in expected));
    if (!('note' in expected)) return;
    expect(reading.pay.note).toBe((expected as { note: string }).note);
  });

  it('does not take a wage for what it is not', () => {
    expect(readPay('押金300元').pay.min).toBeUndefined();
    expect(readPay('18-45岁').pay.min).toBeUndefined();
    expect(readPay('10-15人').pay.min).toBeUndefined();
    expect(readPay('8:00-17:00').pay.min).toBeUndefined();
  });

  it('never guesses a unit that nothing implies', () => {
    expect(readPay('200元').pay.unit).toBeUndefined();
  });

  it('finds board and lodging among the pay', () => {
    expect(readPay('200元/天,包吃住')).toMatchObject({ benefits: ['包吃住'], pay: { min: 200, unit: 'day' } });
  });

  it('says so when nothing could be read', () => {
    expect(readPay('看情况吧')).toMatchObject({ unread: true, pay: { note: '看情况吧' } });
    expect(readPay('')).toMatchObject({ unread: false });
  });

  it('leaves no plain note behind for the usual writings', () => {
    for (const words of ['26元/小时', '２9０元／天', '202-289元/天', '4.5-6.2K', '248元/天,日结', '日薪191', '400元/单', '面议'])
      expect(readPay(words).pay.note, words).toBeUndefined();
  });

  it.each([
    ['工资(元/月)', 'month'],
    ['日薪（元）', 'day'],
    ['时薪', 'hour'],
    ['单价(元/件)', 'piece'],
    ['薪资待遇', undefined],
  ])('takes the unit from the header %s', (header, unit) => {
    expect(readPayUnit(header)).toBe(unit);
  });
});
