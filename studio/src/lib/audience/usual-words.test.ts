import { describe, expect, it } from 'vitest';
import { wordMatcher } from '#server/domain/audience/word-matcher.ts';
import { usualWords } from './usual-words.ts';

const found = (text: string) =>
  wordMatcher(usualWords.map((word) => ({ word, action: 'hold' })))
    .find(text)
    .map(({ word }) => word);

describe('the words that a list may begin with', () => {
  it('catch what is asked of people and what they are lured by', () => {
    expect(found('先交200元押 金，干满退')).toEqual(['押金']);
    expect(found('在家刷.单，日赚三百')).toEqual(['刷单']);
    expect(found('收銀行卡，價高')).toEqual(['收银行卡']);
  });

  it.each([
    '工资日结吗？',
    '要不要体检',
    '包吃住吗',
    '身份证带原件还是复印件',
    '工资打到银行卡吗',
    '有免费培训吗',
    '能贷款买车的司机岗位在哪',
    '几点发车',
  ])('let “%s” pass', (text) => expect(found(text)).toEqual([]));

  it('are each there once', () => {
    expect(new Set(usualWords).size).toBe(usualWords.length);
  });
});
