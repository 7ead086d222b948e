import { describe, expect, it } from 'vitest';
import { isUscc, normaliseUscc, usccCheckCharacter } from './uscc.ts';

describe('统一社会信用代码', () => {
  // Published codes: 华为技术有限公司, 腾讯, 阿里巴巴（中国）.
  it.each(['914403001922038216', '9144030071526726XG', '91330100799655058B'])('%s holds', (code) => {
    expect(isUscc(code)).toBe(true);
  });

  it.each([
    ['one digit changed', '914403001922038226'],
    ['two digits swapped', '914403001292038216'],
    ['another check character', '914403001922038217'],
    ['a letter that is not used', '91440300192203821I'],
    ['too short', '91440300192203821'],
    ['empty', ''],
  ])('%s is refused', (_, code) => {
    expect(isUscc(code)).toBe(false);
  });

  it('reads what people type', () => {
    expect(normaliseUscc(' ９１４４０３００ 1922038216 ')).toBe('914403001922038216');
    expect(normaliseUscc('9144030071526726xg')).toBe('9144030071526726XG');
  });

  it('knows no check character for a body it cannot read', () => {
    expect(usccCheckCharacter('9144030019220382S')).toBeUndefined();
  });
});
