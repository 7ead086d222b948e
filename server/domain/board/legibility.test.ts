import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  characterHeightMm,
  codeVersion,
  contrast,
  digitHeightEm,
  effectiveDistanceM,
  minFontPx,
  pxPerMm,
  readableCode,
  scansFromM,
  steepnessDeg,
} from './legibility.ts';

const wall = { widthMm: 3840, heightMm: 2160, widthPx: 3840, heightPx: 2160, viewingDistanceM: 8, mountHeightM: 1.5 };

test('twenty minutes of arc are 46.5 mm at eight metres', () => {
  expect(characterHeightMm(8)).toBeCloseTo(46.54, 1);
});

test('a digit of the smallest font is as high as the eye asks for', () => {
  expect((minFontPx(wall) * digitHeightEm) / pxPerMm(wall)).toBeGreaterThanOrEqual(characterHeightMm(8));
  expect(((minFontPx(wall) - 1) * digitHeightEm) / pxPerMm(wall)).toBeLessThan(characterHeightMm(8));
});

test.each([
  [8, 1.5, 8],
  [8, 3.2, 8.36],
  [3, 3, 3.75],
  [3, 0, 3.75],
])('%s m before a glass that hangs at %s m the eye is as far as %s m straight ahead', (viewingDistanceM, mountHeightM, effective) => {
  expect(effectiveDistanceM({ viewingDistanceM, mountHeightM })).toBeCloseTo(effective, 2);
});

test('a high glass asks for larger characters and a larger code, and large type for half as much again', () => {
  const high = { ...wall, mountHeightM: 4.5 };
  expect(minFontPx(high)).toBeGreaterThan(minFontPx(wall));
  expect(readableCode(high, { version: 3, modules: 29 }).symbolPx).toBeGreaterThan(
    readableCode(wall, { version: 3, modules: 29 }).symbolPx,
  );
  const large = { ...wall, look: { type: 'large' as const, contrast: 'standard' as const, arrangement: { kind: 'plain' as const } } };
  expect(minFontPx(large) / minFontPx(wall)).toBeCloseTo(1.5, 1);
});

test('a glass under the ceiling, near to who reads it, is steep', () => {
  expect(steepnessDeg({ ...wall, mountHeightM: 3.2 })).toBeLessThan(30);
  expect(steepnessDeg({ viewingDistanceM: 2, mountHeightM: 3, heightMm: 680 })).toBeGreaterThan(30);
});

test('a code that hangs higher than it reaches scans from nowhere', () => {
  const glass = { ...wall, mountHeightM: 9, viewingDistanceM: 2 };
  expect(scansFromM(glass, { version: 3, modules: 29, modulePx: 3, symbolPx: 87, totalPx: 111 })).toBe(0);
});

test('pixels that are not square take the direction that asks for more', () => {
  expect(pxPerMm({ ...wall, heightMm: 1080 })).toBe(2);
});

test.each([
  [14, 1],
  [35, 3],
  [42, 3],
  [43, 4],
  [213, 10],
])('an address of %s bytes makes a code of version %s', (bytes, version) => {
  expect(codeVersion(bytes)?.version).toBe(version);
});

test('an address that no code on a wall should carry is refused', () => {
  expect(codeVersion(214)).toBeNull();
});

describe('a readable code', () => {
  test.each([0.5, 2, 3, 4, 6, 8, 15, 30])('at %s m is a tenth of the distance wide, in whole pixels a module', (viewingDistanceM) => {
    const glass = { ...wall, viewingDistanceM };
    const code = readableCode(glass, { version: 3, modules: 29 });
    expect(Number.isInteger(code.modulePx)).toBe(true);
    expect(scansFromM(glass, code)).toBeGreaterThanOrEqual(viewingDistanceM);
    expect(code.totalPx - code.symbolPx).toBe(8 * code.modulePx);
  });
});

describe('the glass’s colours', () => {
  const tokens = readFileSync(new URL('../../../signage/src/lib/kit/tokens.css', import.meta.url), 'utf8');
  const token = (name: string) => {
    const value = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`).exec(tokens)?.[1];
    if (value === undefined) throw new Error(`no token --${name}`);
    return value;
  };

  test.each([
    ['on-ink', 'ink'],
    ['on-ink', 'ink-raised'],
    ['on-ink-quiet', 'ink'],
    ['on-ink-quiet', 'ink-raised'],
    ['pay', 'ink'],
    ['open', 'ink'],
    ['open', 'ink-raised'],
    ['on-tag', 'tag'],
    ['on-tag', 'qr-light'],
  ])('%s on %s keep 7:1', (fact, ground) => {
    expect(contrast(token(fact), token(ground))).toBeGreaterThanOrEqual(7);
  });

  test('black on white is 21:1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });
});
