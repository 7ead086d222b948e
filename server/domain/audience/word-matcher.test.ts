import { describe, expect, it } from 'vitest';
import { skeleton, type WordAction, wordMatcher } from './word-matcher.ts';

const listed = (...words: string[]) => words.map((word) => ({ word, action: 'hold' as WordAction }));
const found = (words: string[], text: string) =>
  wordMatcher(listed(...words))
    .find(text)
    .map(({ word }) => word)
    .sort();

describe('a listed word is found', () => {
  it.each([
    ['as it is', '要交保证金吗'],
    ['with spaces', '要交保 证  金吗'],
    ['with full-width spaces and stops', '要交保　证．金吗'],
    ['with signs and emoji', '要交保💰证-金吗'],
    ['with a zero-width character', '要交保\u200b证\u2060金吗'],
    ['in traditional characters', '要交保證金嗎'],
    ['at the very beginning and end', '保证金'],
  ])('%s', (_, text) => {
    expect(found(['保证金'], text)).toEqual(['保证金']);
  });

  it.each([
    ['full width', 'ＶＸ'],
    ['upper case', 'VX'],
    ['mixed with stops', 'v.X'],
    ['circled', 'ⓥⓧ'],
  ])('in Latin letters, %s', (_, text) => {
    expect(found(['vx'], `加我${text}聊`)).toEqual(['vx']);
  });

  it('in digits of every width', () => {
    expect(found(['365'], '上３６５网')).toEqual(['365']);
  });

  it('when the list itself is written in full width and traditional characters', () => {
    expect(found(['保 證 金'], '保证金')).toEqual(['保 證 金']);
  });
});

describe('several words', () => {
  it('are found when one ends inside another, contains it, or follows at once', () => {
    expect(found(['押金', '交押金', '金条', '条'], '先交押金条')).toEqual(['交押金', '押金', '条', '金条']);
  });

  it('are found after a longer one that nearly began', () => {
    expect(found(['abcd', 'bce'], 'abce')).toEqual(['bce']);
    expect(found(['aab', 'ab'], 'aaaab')).toEqual(['aab', 'ab']);
  });

  it('are each found once, with what the list says of them', () => {
    const matcher = wordMatcher([
      { word: '赌', action: 'refuse' },
      { word: '押金', action: 'hold' },
    ]);
    expect(matcher.find('押金押金赌赌')).toEqual([
      { word: '押金', action: 'hold' },
      { word: '赌', action: 'refuse' },
    ]);
  });

  it('of the same writing are both found', () => {
    expect(found(['VX', 'vx'], 'vx')).toEqual(['VX', 'vx']);
  });
});

describe('nothing is found', () => {
  it.each([
    ['in other words', ['保证金'], '保证金额不变吗'.replace('金', '')],
    ['with an empty list', [], '保证金'],
    ['for a word of signs alone', ['！！', ' '], '什么时候上班！！'],
    ['in an empty text', ['金'], ''],
    ['when a word is only begun', ['保证金'], '保证'],
  ])('%s', (_, words, text) => {
    expect(found(words, text)).toEqual([]);
  });
});

it('walks over a long text with a long list in a moment', () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `词${index}条`);
  const matcher = wordMatcher(listed(...words));
  expect(matcher.find(`${'词49'.repeat(50_000)}词4999条`).map(({ word }) => word)).toEqual(['词4999条']);
});

it('compares letters and digits alone', () => {
  expect(skeleton(' Ｖ．Ｘ：１２３ 開工！')).toBe('vx123开工');
});
