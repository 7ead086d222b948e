import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accentContrast, brandRoom, headerGround, readableAccent } from './brand.ts';

test('the header’s ground is the tokens’', () => {
  const tokens = readFileSync(new URL('../../../signage/src/lib/kit/tokens.css', import.meta.url), 'utf8');
  expect(/--ink-raised:\s*(#[0-9a-f]{6})/.exec(tokens)?.[1]).toBe(headerGround);
});

test.each(['#d4232a', '#0b6e4f', '#000000', '#1769e0', '#7a1fa2', '#0f2740'])(
  'instead of %s a lighter one of its hue is named',
  (accent) => {
    expect(accentContrast(accent)).toBeLessThan(7);
    const would = readableAccent(accent);
    expect(accentContrast(would)).toBeGreaterThanOrEqual(7);
    // No lighter than it has to be.
    expect(accentContrast(would)).toBeLessThan(7.3);
  },
);

test('a colour that can be read stays itself', () => {
  expect(readableAccent('#ffd84a')).toBe('#ffd84a');
});

const logo = (width: number, height: number) => ({ brand: { logo: { sha256: '', png: 'AAAA', width, height } } });
const header = { x: 0, y: 0, width: 1920, height: 112 };

test('a logo stands within its header, in its own shape', () => {
  const { width, height } = brandRoom({ header }, logo(300, 100)).logo;
  expect(height).toBeLessThan(header.height);
  expect(width / height).toBeCloseTo(3, 1);
});

test('where it would take the name’s room, or have too few pixels, there is none', () => {
  expect(brandRoom({ header: { ...header, width: 400 } }, logo(600, 100)).logo.src).toBeUndefined();
  expect(brandRoom({ header: { ...header, height: 20 } }, logo(100, 100)).logo.src).toBeUndefined();
});
