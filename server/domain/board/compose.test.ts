import { describe, expect, test } from 'vitest';
import { type GlassFacts, glassKey, pagesFor } from './compose.ts';
import type { Arrangement, GlassLook, WallHalf } from './manifest.ts';
import { type BoardPlan, planBoard, type Rect } from './plan.ts';
import { planLive } from './plan-live.ts';
import { splitRows } from './plan-wall.ts';
import { row } from './testing/rows.ts';
import { codeScreenOf, otherHalf, withItsShow } from './wall.ts';
import { zonesOf } from './zones.ts';

const addressBytes = 38;
const at = { addressBytes, today: '2026-11-21', turn: 0 };
const looking = (arrangement: Arrangement): GlassLook => ({ type: 'standard', contrast: 'standard', arrangement });
const television: GlassFacts = {
  ...{ name: '大厅屏', kind: 'lcd' as const, widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080, viewingDistanceM: 3 },
  ...{ mountHeightM: 1.8, liveMode: 'beside' as const, soundOn: false, touch: false },
};
const upright: GlassFacts = { ...television, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920 };
const half = (glass: GlassFacts, side: WallHalf): GlassFacts => ({
  ...glass,
  look: looking({ kind: 'wall', half: side, partnerId: 'other', bezelMm: 8 }),
});
const jobs = (count: number) => Array.from({ length: count }, (_, i) => row({ number: 101 + i }));
const numbers = (rows: readonly { number: number }[]) => rows.map(({ number }) => number);

const apart = (a: Rect, b: Rect) =>
  a.width === 0 || b.width === 0 || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

function standsOnItsGlass(plan: BoardPlan) {
  const areas = [plan.header, plan.list, plan.panel, plan.footer];
  for (const [i, area] of areas.entries()) {
    expect(area.x + area.width).toBeLessThanOrEqual(plan.width);
    expect(area.y + area.height).toBeLessThanOrEqual(plan.height);
    for (const other of areas.slice(i + 1)) expect(apart(area, other)).toBe(true);
  }
}

describe.each<[string, GlassFacts, WallHalf, WallHalf]>([
  ['two televisions side by side', television, 'left', 'right'],
  ['two televisions one above the other', television, 'top', 'bottom'],
  ['two upright glasses side by side', upright, 'left', 'right'],
  ['two upright glasses one above the other', upright, 'top', 'bottom'],
  ['two far televisions', { ...television, viewingDistanceM: 4.9 }, 'left', 'right'],
])('%s', (_, glass, first, second) => {
  const lead = half(glass, first);
  const arrangement = lead.look?.arrangement;
  if (arrangement?.kind !== 'wall') throw new Error('half of a wall');
  const end = otherHalf(lead, arrangement);

  test('are each other’s halves', () => {
    expect(end.look).toMatchObject({ arrangement: { half: second } });
    if (end.look?.arrangement.kind === 'wall') expect(otherHalf(end, end.look.arrangement)).toEqual(lead);
  });
  const [leadPlan, endPlan] = [planBoard(lead, addressBytes), planBoard(end, addressBytes)];

  test('have everything on one glass or the other, and one code', () => {
    for (const plan of [leadPlan, endPlan]) standsOnItsGlass(plan);
    expect(leadPlan.code).toBeNull();
    expect(endPlan.code?.totalPx).toBeLessThanOrEqual(Math.min(endPlan.panel.width, endPlan.panel.height));
    if (endPlan.rows > 0) expect(leadPlan.type).toEqual(endPlan.type);
  });

  test('show each job of a page once, in one order, for the same time', () => {
    const pages = [pagesFor(lead, jobs(17), at), pagesFor(end, jobs(17), at)] as const;
    expect(pages[0]).toHaveLength(pages[1].length);
    for (const [i, page] of pages[0].entries()) {
      const other = pages[1][i];
      const shown = endPlan.rows === 0 ? page.rows : [...page.rows, ...(other?.rows ?? [])];
      expect(numbers(shown)).toEqual(numbers(page.all ?? []));
      expect(other?.all).toEqual(page.all);
      expect(other?.dwellMs).toBe(page.dwellMs);
      expect(page.rows.length).toBeLessThanOrEqual(leadPlan.rows);
    }
  });

  test('leave no half without a job while there is one', () => {
    for (const count of [1, 2, 3, 5])
      for (const glass of [lead, end]) for (const page of pagesFor(glass, jobs(count), at)) expect(page.rows).not.toHaveLength(0);
  });

  test('keep the jobs where a show has no room', () => {
    expect(planLive(leadPlan, { liveMode: 'beside' })).toBeNull();
    if (endPlan.rows === 0) expect(planLive(endPlan, { liveMode: 'beside' })).toBeNull();
  });
});

test.each([
  [10, 5, 5, 5],
  [6, 5, 5, 3],
  [7, 5, 2, 5],
  [2, 5, 4, 1],
  [1, 5, 4, 1],
  [4, 5, 0, 4],
])('of %s jobs on halves for %s and %s, %s stand on the first', (rows, lead, end, first) => {
  expect(splitRows(rows, { lead, end })).toBe(first);
});

test('a wall’s code belongs to the half on which it stands', () => {
  const wall = (side: WallHalf) => ({ id: 'me', look: looking({ kind: 'wall', half: side, partnerId: 'other', bezelMm: 0 }) });
  expect([wall('left'), wall('right'), wall('top'), wall('bottom')].map(codeScreenOf)).toEqual(['other', 'me', 'other', 'me']);
  expect(codeScreenOf({ id: 'me', look: null })).toBe('me');
});

test('of two devices that share a hall, the show’s has no jobs and the other all of them', () => {
  const side = (which: 'jobs' | 'show'): GlassFacts => ({ ...television, look: looking({ kind: 'double', side: which }) });
  expect(pagesFor(side('show'), jobs(5), at)).toEqual([]);
  expect(pagesFor(side('jobs'), jobs(5), at)).toEqual(pagesFor(television, jobs(5), at));
});

test('what shares a hall with a show needs no second wish for it', () => {
  const as = (arrangement: Arrangement, liveMode: 'off' | 'beside') =>
    withItsShow({ ...television, liveMode, look: looking(arrangement) }).liveMode;
  expect(as({ kind: 'double', side: 'jobs' }, 'beside')).toBe('off');
  expect(as({ kind: 'double', side: 'show' }, 'off')).toBe('full');
  expect(as({ kind: 'split' }, 'off')).toBe('beside');
  expect(as({ kind: 'plain' }, 'off')).toBe('off');
});

test('one wide glass is two boards side by side, the jobs at the left', () => {
  const wide: GlassFacts = { ...television, widthMm: 2420, widthPx: 3840, look: looking({ kind: 'split' }) };
  const [left, right] = zonesOf(wide);
  expect(left).toMatchObject({ shows: 'jobs', x: 0, glass: { widthPx: 1920, widthMm: 1210 } });
  expect(right).toMatchObject({ shows: 'show', x: 1920, glass: { widthPx: 1920 } });
  expect(planBoard(wide, addressBytes)).toEqual(planBoard(television, addressBytes));
});

test('glasses that hang or look otherwise do not share their pages', () => {
  const keys = [television, { ...television, mountHeightM: 4 }, half(television, 'left'), half(television, 'right')].map(glassKey);
  expect(new Set(keys).size).toBe(4);
});
