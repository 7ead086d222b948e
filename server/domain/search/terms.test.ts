import { describe, expect, it } from 'vitest';
import { searchTermsFor, searchTermsOf, spokenNumberIn } from './terms.ts';

const porter = searchTermsOf({
  trade: '拉包工',
  title: '服装市场拉包侠',
  employer: '云裳衣汇服饰店',
  place: '四季青街区 3 号门',
  benefits: ['包工作餐'],
  requirements: ['能搬 30 公斤'],
});
const finds = (query: string) => {
  const terms = searchTermsFor(query);
  return terms.length > 0 && terms.every((term) => porter.includes(term));
};

describe('searching for a porter at Sijiqing', () => {
  it.each(['拉包工', '拉包', '包工', '工', '四季青', '服装市场', '云裳', '工作餐', '四季青 拉包'])('%s finds it in Chinese', (query) => {
    expect(finds(query)).toBe(true);
  });

  it.each(['labaogong', 'labao', 'laba', 'LaBao', 'baogong', 'sijiqing', 'yunshang', 'sijiqing labao'])(
    '%s finds it in pinyin',
    (query) => {
      expect(finds(query)).toBe(true);
    },
  );

  it.each(['lbg', 'lb', 'sjq', 'ysyh'])('%s finds it by initials', (query) => {
    expect(finds(query)).toBe(true);
  });

  it.each(['保洁', 'baojie', 'bj', '拉包工 保洁', 'xyz', '四青'])('%s does not', (query) => {
    expect(finds(query)).toBe(false);
  });

  it('asks for nothing when nothing was said', () => {
    expect(searchTermsFor('  ，。!')).toEqual([]);
  });

  it('stays bounded whatever a field holds', () => {
    const long = '很'.repeat(20) + '多字的岗位名称'.repeat(40);
    expect(searchTermsOf({ trade: long, benefits: [long], requirements: [] }).length).toBeLessThanOrEqual(600);
  });
});

describe('a spoken number', () => {
  it.each([
    ['101', 101],
    ['１０１', 101],
    ['编号 103', 103],
    ['103号', 103],
    ['No. 7', 7],
  ])('%s is job %i', (typed, number) => {
    expect(spokenNumberIn(typed)).toBe(number);
  });

  it.each(['', '拉包工', '13900000001', '10a'])('%j is none', (typed) => {
    expect(spokenNumberIn(typed)).toBeUndefined();
  });
});
