import { describe, expect, it } from 'vitest';
import { maskPhone, readMobile } from './phone.ts';

describe('a phone number', () => {
  it.each([
    ['13900000001', '139****0001'],
    ['057187000000', '********0000'],
    ['110', '110'],
  ])('%s is shown as %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each(['13900000001', '139 0000 0001', '139-0000-0001', '+8613900000001', '0086 139 0000 0001', '１３９００００0001'])(
    'typed as %s is understood',
    (typed) => {
      expect(readMobile(typed)).toBe('13900000001');
    },
  );

  it.each(['', '12900000001', '1390000000', '139000000011', '13900000abc', '057187000000', "13900000001'--"])('%j is none', (typed) => {
    expect(readMobile(typed)).toBeUndefined();
  });
});
