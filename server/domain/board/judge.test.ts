import { expect, test } from 'vitest';
import { asksOf, judgeGlass, losesCode, mendGlass } from './judge.ts';
import type { Arrangement, GlassLook } from './manifest.ts';
import type { GlassSize } from './plan.ts';

const addressBytes = 38;
const television: GlassSize = {
  ...{ kind: 'lcd' as const, widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080 },
  ...{ viewingDistanceM: 4, mountHeightM: 1.8 },
};
const looking = (look: Partial<GlassLook>): GlassLook => ({
  type: 'standard',
  contrast: 'standard',
  arrangement: { kind: 'plain' },
  ...look,
});
const arranged = (arrangement: Arrangement) => looking({ arrangement });
const half = (side: 'left' | 'right') => arranged({ kind: 'wall', half: side, partnerId: 'other', bezelMm: 8 });

test('a television that is too far away can be had nearer, with the jobs that it shows then', () => {
  const far = { ...television, viewingDistanceM: 8 };
  expect(judgeGlass(far, addressBytes)).toMatchObject({ fits: false });
  const mends = mendGlass(far, addressBytes);
  const nearer = mends.find(({ how }) => how === 'NEARER');
  expect(nearer?.glass.viewingDistanceM).toBeGreaterThan(3.5);
  expect(nearer?.rows).toBeGreaterThan(0);
  for (const { glass } of mends) expect(judgeGlass(glass, addressBytes).fits).toBe(true);
});

test('what fits as it is, is told what it could be all the same, never something that does not fit', () => {
  for (const { glass } of mendGlass(television, addressBytes)) expect(judgeGlass(glass, addressBytes).fits).toBe(true);
});

test('large type that has no room can go back to the standard', () => {
  const large = { ...television, viewingDistanceM: 3.5, look: looking({ type: 'large' }) };
  expect(judgeGlass(large, addressBytes).fits).toBe(false);
  expect(mendGlass(large, addressBytes).map(({ how }) => how)).toContain('STANDARD_TYPE');
});

test('two televisions side by side reach farther than one: the code has a glass to itself', () => {
  const far = { ...television, viewingDistanceM: 4.9 };
  expect(judgeGlass(far, addressBytes).fits).toBe(false);
  const lead = judgeGlass({ ...far, look: half('left') }, addressBytes);
  const end = judgeGlass({ ...far, look: half('right') }, addressBytes);
  expect(lead.fits && lead.plan.code).toBeNull();
  expect(lead.plan.rows).toBeGreaterThan(1);
  expect(end.fits).toBe(true);
  expect(end.plan.code?.totalPx).toBeGreaterThan(900);
  expect(end.plan.rows).toBe(0);
});

test.each<[string, Partial<GlassSize>, Arrangement]>([
  ['a strip', { kind: 'led-ultra-wide', widthPx: 1920, heightPx: 160 }, { kind: 'wall', half: 'left', partnerId: 'other', bezelMm: 0 }],
  [
    'LED cabinets',
    { kind: 'led-low-resolution', widthPx: 512, heightPx: 384 },
    { kind: 'wall', half: 'top', partnerId: 'other', bezelMm: 0 },
  ],
  ['a television', {}, { kind: 'split' }],
])('%s cannot be arranged so, and may be plain', (_, size, arrangement) => {
  const verdict = judgeGlass({ ...television, viewingDistanceM: 2, ...size, look: arranged(arrangement) }, addressBytes);
  expect(verdict).toMatchObject({ fits: false, problem: 'ARRANGEMENT_DOES_NOT_FIT' });
});

test('a glass under the ceiling is warned of, and may hang', () => {
  expect(judgeGlass({ ...television, viewingDistanceM: 3, mountHeightM: 3 }, addressBytes)).toMatchObject({ fits: true, warning: 'STEEP' });
  expect(judgeGlass(television, addressBytes).warning).toBeUndefined();
});

test('what is asked for can be checked with a rule', () => {
  expect(asksOf(television)).toEqual({ codeMm: 403, characterMm: 29, effectiveM: 4, steepDeg: 9 });
});

test('a longer address takes the code from a glass that had one, also from a strip that may hang without', () => {
  const strip: GlassSize = { ...television, kind: 'led-ultra-wide', widthMm: 4800, heightMm: 400, widthPx: 3840, heightPx: 320 };
  const near = { ...strip, viewingDistanceM: 2.5, mountHeightM: 1.5 };
  for (const glass of [television, near]) {
    expect(losesCode(glass, { from: addressBytes, to: 300 })).toBe(true);
    expect(losesCode(glass, { from: addressBytes, to: addressBytes + 2 })).toBe(false);
  }
  expect(losesCode({ ...television, viewingDistanceM: 8 }, { from: addressBytes, to: 300 })).toBe(false);
});
