import { describe, expect, it } from 'vitest';
import { hidePhones } from './hide-phones.ts';

describe('a telephone number is hidden', () => {
  it.each([
    ['in one piece', '打我13800000001', '打我●●●', '13800000001'],
    ['in full width', '打我１３８０００００００１吧', '打我●●●吧', '13800000001'],
    ['with spaces', '138 0000 0001', '●●●', '13800000001'],
    ['digit by digit', '1 3 8 0 0 0 0 0 0 0 1', '●●●', '13800000001'],
    ['with dashes, stops and emoji', '138-0000·00📞01', '●●●', '13800000001'],
    ['in Chinese numerals', '幺三八零零零零零零零一', '●●●', '13800000001'],
    ['in mixed numerals', '一38〇000 0001', '●●●', '13800000001'],
    ['circled', '①③⑧⓪⓪⓪⓪⓪⓪⓪①', '●●●', '13800000001'],
    ['with the country in front', '+86 138 0000 0001', '+86 ●●●', '13800000001'],
    ['with the country in one piece', '+8613800000001', '+●●●', '13800000001'],
    ['with invisible characters', '138\u200b0000\u200b0001', '●●●', '13800000001'],
    ['twice', '13800000001或13900000002', '●●●或●●●', '13800000001'],
    ['a landline', '0571-87001234', '●●●', undefined],
    ['a landline in brackets', '(0571) 8700 1234', '(●●●', undefined],
    ['a 400 line', '400-800-1234', '●●●', undefined],
    ['a local number', '座机87001234', '座机●●●', undefined],
    ['of a messenger', 'q 123456789', 'q ●●●', undefined],
    ['an identity card, too', '330102199001011234', '●●●', undefined],
  ])('%s', (_, typed, text, mobile) => {
    expect(hidePhones(typed)).toEqual({ text, mobile, hidden: true });
  });
});

describe('what is no telephone number stays', () => {
  it.each([
    '工资4000-5000，包吃',
    '一天180到220元',
    '08:00-18:00，两班倒',
    '08：00—12：00，13：00—17：00',
    '2026-12-01 8点开始',
    '18-45岁，3人',
    '103号岗位还有几个名额？',
    '三五个人一起去行不行',
    '一三五上班，二四六休息',
    '周一到周五 9:00-17:30',
    '招20000人？',
    '15路公交 3 站',
  ])('%s', (typed) => {
    expect(hidePhones(typed)).toEqual({ text: typed, mobile: undefined, hidden: false });
  });
});
