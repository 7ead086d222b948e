import { describe, expect, it } from 'vitest';
import { wordEnd, wordMoment } from './moment.ts';

const reading = { timeZone: 'Asia/Shanghai', locale: 'zh-CN', today: '2026-11-22' };

describe('an end', () => {
  it('at midnight is the 24:00 of the day before', () => {
    expect(wordEnd('2026-11-23T16:00:00Z', reading)).toBe('11/23 24:00');
  });

  it('at tonight’s midnight needs no day', () => {
    expect(wordEnd('2026-11-22T16:00:00Z', reading)).toBe('24:00');
  });

  it('at any other time is that time', () => {
    expect(wordEnd('2026-11-23T10:30:00Z', reading)).toBe('11/23 18:30');
    expect(wordEnd('2026-11-22T10:30:00Z', reading)).toBe('18:30');
  });
});

it('a moment at midnight stays the first of its day', () => {
  expect(wordMoment('2026-11-23T16:00:00Z', reading)).toBe('11/24 00:00');
});
