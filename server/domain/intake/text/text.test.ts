import { expect, it } from 'vitest';
import { readChineseNumber } from './chinese-number.ts';
import { cleanLine, cleanText, fold, keyOf } from './clean-text.ts';

it('drops what cannot be seen and keeps every visible character', () => {
  expect(cleanText('搬\u200b运\u202e工\u0000 \ufeff３名')).toBe('搬运工 ３名');
  expect(cleanText('一\r\n二\u2028三\n\n\n\n四')).toBe('一\n二\n三\n\n四');
  expect(cleanLine('  城站路\t 3\u00a0号\n后门 ')).toBe('城站路 3 号 后门');
  expect(cleanText('急招👍 <b>工</b> ①')).toBe('急招👍 <b>工</b> ①');
  expect(cleanText('\ud800工')).toBe('\ufffd工');
  expect(cleanText(`a${'\u0301'.repeat(50)}`)).toBe('a\u0301\u0301');
});

it('folds full width to half width without moving a position', () => {
  const words = '（２９０元／天）～Ａ㎡①';
  expect(fold(words)).toBe('(290元/天)~A㎡1');
  expect(fold(words)).toHaveLength(words.length);
});

it('gives two writings of one thing one key', () => {
  expect(keyOf('城东 物业（总部）')).toBe(keyOf('城东物业(总部)'));
});

it.each([
  ['十', 10],
  ['十五', 15],
  ['二十', 20],
  ['两百', 200],
  ['一百八', 180],
  ['一百零八', 108],
  ['两千三', 2300],
  ['三千五百', 3500],
  ['一万二', 12_000],
  ['五', 5],
  ['一二三', undefined],
  ['', undefined],
  ['大', undefined],
])('reads the number %s', (words, value) => {
  expect(readChineseNumber(words)).toBe(value);
});
