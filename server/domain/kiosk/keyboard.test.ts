import { describe, expect, it } from 'vitest';
import { offeredWords } from './keyboard.ts';

const words = [
  { text: '搬运工', pinyin: 'banyungong', initials: 'byg' },
  { text: '保洁', pinyin: 'baojie', initials: 'bj' },
  { text: '包装工', pinyin: 'baozhuanggong', initials: 'bzg' },
  { text: '城站火车站', pinyin: 'chengzhanhuochezhan', initials: 'czhcz' },
];

describe('the keyboard offers', () => {
  it.each([
    ['byg', ['搬运工']],
    ['b', ['保洁', '搬运工', '包装工']],
    ['bao', ['保洁', '包装工']],
    ['BJ', ['保洁']],
    ['hcz', ['城站火车站']],
    ['xyz', []],
    ['', []],
    ['101', []],
  ])('for %s: %j', (typed, offered) => {
    expect(offeredWords(words, typed, 8)).toEqual(offered);
  });

  it('no more than there is room for', () => {
    expect(offeredWords(words, 'b', 2)).toHaveLength(2);
  });
});
