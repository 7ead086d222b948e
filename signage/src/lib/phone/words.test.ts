import { beforeAll, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '../paraglide/runtime.js';
import { lastDayWords, timeWords, whenWords } from './words.ts';

const here = { today: '2026-11-22', timeZone: 'Asia/Shanghai' };

describe('times on a phone', () => {
  beforeAll(() => overwriteGetLocale(() => 'zh-CN'));

  it.each([
    ['2026-11-22T01:20:00Z', '今天 09:20'],
    ['2026-11-22T16:00:00Z', '明天 00:00'],
    ['2026-11-24T10:00:00Z', '后天 18:00'],
    ['2026-12-01T10:00:00Z', '12月1日 18:00'],
    ['2026-11-21T15:59:00Z', '11月21日 23:59'],
  ])('%s is %s at the station', (instant, words) => {
    expect(whenWords(instant, here)).toBe(words);
  });

  it('are those of the station’s zone', () => {
    expect(timeWords('2026-11-22T01:20:00Z', 'Asia/Urumqi')).toBe('07:20');
  });

  it('end a day with that day', () => {
    expect(lastDayWords('2026-11-22T16:00:00Z', here)).toBe('今天');
  });
});
