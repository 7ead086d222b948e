import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkCodeBytes, linkCodeFrom, readLinkCode } from './code.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const some = (count: number) => Array.from({ length: count }, () => linkCodeFrom(randomBytes(linkCodeBytes)));

describe('the code of a link', () => {
  it('has eight characters of Crockford base32 and reads as itself', () => {
    for (const code of some(500)) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
      expect(readLinkCode(code)).toBe(code);
    }
  });

  it('is the same for the same randomness', () => {
    expect(linkCodeFrom(new Uint8Array([0, 0, 0, 0, 0]))).toBe('00000000');
    expect(linkCodeFrom(new Uint8Array([255, 255, 255, 255, 255]))).toBe(linkCodeFrom(new Uint8Array(5).fill(255)));
  });

  it('uses the whole alphabet in every place', () => {
    const codes = some(4_000);
    for (let place = 0; place < 8; place++) expect(new Set(codes.map((code) => code[place])).size).toBe(32);
  });

  it('forgives case, dashes, spaces and look-alikes', () => {
    const code = some(2_000).find((each) => each.includes('0') && each.includes('1'));
    if (!code) throw new Error('no code with 0 and 1 among 2,000');
    expect(readLinkCode(code.toLowerCase())).toBe(code);
    expect(readLinkCode(` ${code.slice(0, 4)}-${code.slice(4)} `)).toBe(code);
    expect(readLinkCode(code.replaceAll('0', 'o').replaceAll('1', 'i'))).toBe(code);
    expect(readLinkCode(code.replaceAll('1', 'L').replaceAll('0', 'O'))).toBe(code);
  });

  it('refuses every single wrong character', () => {
    for (const code of some(40))
      for (let place = 0; place < 8; place++)
        for (const other of crockford)
          if (other !== code[place]) expect(readLinkCode(code.slice(0, place) + other + code.slice(place + 1))).toBeUndefined();
  });

  it('refuses every exchange of two neighbours', () => {
    for (const code of some(300))
      for (let place = 0; place < 7; place++) {
        const [a, b] = [code.charAt(place), code.charAt(place + 1)];
        if (a !== b) expect(readLinkCode(code.slice(0, place) + b + a + code.slice(place + 2))).toBeUndefined();
      }
  });

  it.each(['', 'ABC', 'ABCDEFGHJ', 'UUUUUUUU', '../../..', '扫一扫扫一扫扫扫', '<script>', '🙂🙂🙂🙂'])('refuses %j', (typed) => {
    expect(readLinkCode(typed)).toBeUndefined();
  });
});
