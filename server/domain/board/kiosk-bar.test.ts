import { describe, expect, it } from 'vitest';
import { boardGlass, kioskBarPx } from './kiosk-bar.ts';
import { planBoard } from './plan.ts';

const glass = {
  kind: 'kiosk',
  touch: true,
  widthMm: 400,
  heightMm: 710,
  widthPx: 1080,
  heightPx: 1920,
  viewingDistanceM: 0.8,
  mountHeightM: 1.4,
} as const;

describe('the bar of a kiosk', () => {
  it('takes its share of the height, and the board is planned for the rest', () => {
    const plan = planBoard(glass, 40);
    expect(plan.height).toBe(glass.heightPx - kioskBarPx(glass));
    expect(plan.problem).toBeNull();
    expect(plan.layout).toBe('portrait');
  });

  it.each([
    ['a kiosk that nobody can touch', { ...glass, touch: false }],
    ['a wall that can be touched', { ...glass, kind: 'lcd' as const }],
  ])('is not on %s', (_, whole) => {
    expect(boardGlass(whole)).toBe(whole);
  });
});
