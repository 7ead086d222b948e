import { describe, expect, it } from 'vitest';
import { tooNewInScript, tooNewInStyle } from './old-glass-rules.mjs';

const page = { isWorker: false };
const worker = { isWorker: true };

describe('a script for old glass', () => {
  it.each([
    ['class A { static { A.x = 1 } }', /static block/],
    ['await fetch("/")', /top-level await/],
    ['class A { #x; has(o) { return #x in o } }', /#private/],
    ['/a/v.test("a")', /flag d or v/],
    ['structuredClone({})', /structuredClone/],
    ['new URLPattern({})', /URLPattern/],
    ['Object.groupBy([], f)', /groupBy/],
    ['self.URL.canParse(a)', /canParse/],
  ])('may not say %s', (code, problem) => {
    expect(tooNewInScript(code, page)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    'a?.b ?? c',
    'x ||= 1',
    'class A { #x = 1; static y = 2 }',
    'async () => { await 1 }',
    'toString(); x.constructor()',
    'this.canParse(data)',
    'document.startViewTransition ? document.startViewTransition(f) : f()',
  ])('may say %s', (code) => {
    expect(tooNewInScript(code, page)).toEqual([]);
  });

  it('may use what app.html gives to pages, which a service worker lacks', () => {
    expect(tooNewInScript('list.at(-1); Object.hasOwn(a, b)', page)).toEqual([]);
    expect(tooNewInScript('list.at(-1); Object.hasOwn(a, b)', worker)).toHaveLength(2);
  });
});

describe('a style for old glass', () => {
  it.each([
    ['.a:where(.b){color:red}', /:where/],
    ['.a:has(.b){color:red}', /:has/],
    ['.a{inset:0}', /inset/],
    ['.a{aspect-ratio:1}', /aspect-ratio/],
    ['.a{height:100dvh}', /dvh/],
    ['.a{color:color-mix(in srgb,red,blue)}', /colour/],
    ['.a{& .b{color:red}}', /nested/],
    ['@media (width>=40rem){.a{color:red}}', /media ranges/],
  ])('may not say %s', (css, problem) => {
    expect(tooNewInStyle(css).join()).toMatch(problem);
  });

  it('may offer the new after the old, and ask with @supports', () => {
    expect(tooNewInStyle('.a{height:100vh;height:100dvh}')).toEqual([]);
    expect(tooNewInStyle('@supports (aspect-ratio:1){.a{aspect-ratio:1}}')).toEqual([]);
    expect(tooNewInStyle('.a{top:0;content:":where(.b)"}')).toEqual([]);
  });
});
