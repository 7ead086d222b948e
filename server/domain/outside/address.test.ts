import { describe, expect, it } from 'vitest';
import { frameAncestors, frameOrigin, proofContent, proofName } from './address.ts';

describe('an origin that may frame us', () => {
  it.each([
    ['https://Screens.Example.cn', 'https://screens.example.cn'],
    [' https://screens.example.cn/ ', 'https://screens.example.cn'],
    ['http://10.0.0.8:8080', 'http://10.0.0.8:8080'],
  ])('%j is %j', (typed, origin) => expect(frameOrigin(typed)).toBe(origin));

  it.each([
    'screens.example.cn',
    'https://*.example.cn',
    "https://a.cn; script-src 'unsafe-inline'",
    'https://a.cn/path',
    'https://a.cn\nx: y',
    'https://a.cn:99999',
    'https://a..cn',
    'data:text/html,x',
    '*',
    '',
  ])('%j is none', (typed) => expect(frameOrigin(typed)).toBeUndefined());

  it('nobody listed: the house itself alone', () => {
    expect(frameAncestors([])).toBe("'self'");
    expect(frameAncestors(['https://a.cn'])).toBe("'self' https://a.cn");
  });
});

describe('a file that proves a domain', () => {
  it.each([
    ['MP_verify_4NkXr0aBcDeFgHiJ.txt', true],
    ['MP_verify_4NkXr0aBcDeFgHiJ.html', false],
    ['MP_verify_../../etc.txt', false],
    ['mp_verify_4NkXr0aBcDeFgHiJ.txt', false],
    ['MP_verify_.txt', false],
  ])('%s: %s', (name, holds) => expect(proofName.test(name)).toBe(holds));

  it.each([
    ['4NkXr0aBcDeFgHiJ', true],
    ['<script>alert(1)</script>', false],
    ['', false],
  ])('content %j: %s', (content, holds) => expect(proofContent.test(content)).toBe(holds));
});
