import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgeGlass } from './judge.ts';
import { minFontPx, scansFromM } from './legibility.ts';
import { type BoardPlan, chooseLayout, type GlassSize, planBoard, type Rect } from './plan.ts';

interface StationFile {
  stations: {
    name: string;
    screens: {
      name: string;
      widthMm: number;
      heightMm: number;
      pixels: string;
      viewingDistanceM: number;
      mountHeightM: number;
      kind?: GlassSize['kind'];
    }[];
  }[];
}

const file = new URL('../../../tests/fixtures/demo/stations.json', import.meta.url);
const { stations } = JSON.parse(readFileSync(file, 'utf8')) as StationFile;
const screens = stations.flatMap((station) =>
  station.screens.map((screen): [string, GlassSize] => {
    const [widthPx = 0, heightPx = 0] = screen.pixels.split('x').map(Number);
    return [`${station.name}${screen.name}`, { ...screen, kind: screen.kind ?? 'lcd', widthPx, heightPx }];
  }),
);
const addressBytes = 'http://192.168.111.110:3000/j/AB12CD34'.length;

const inside = (inner: Rect, plan: BoardPlan) =>
  inner.x >= 0 && inner.y >= 0 && inner.x + inner.width <= plan.width && inner.y + inner.height <= plan.height;
const apart = (a: Rect, b: Rect) =>
  a.width === 0 || b.width === 0 || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe.each(screens)('%s', (_, glass) => {
  const plan = planBoard(glass, addressBytes);
  const areas = [plan.header, plan.list, plan.panel, plan.footer];

  test('has its four parts on the glass, side by side', () => {
    for (const area of areas) expect(inside(area, plan)).toBe(true);
    for (const [i, area] of areas.entries()) for (const other of areas.slice(i + 1)) expect(apart(area, other)).toBe(true);
  });

  test('sets every fact of a job large enough to be read from where people stand', () => {
    const { number, trade, employer, pay, unit, fact } = plan.type;
    for (const size of [number, trade, employer, pay, unit, fact]) expect(size).toBeGreaterThanOrEqual(minFontPx(glass));
    expect(pay).toBeGreaterThan(fact);
    expect(pay).toBeGreaterThanOrEqual(trade);
  });

  test('carries a code that scans from there, or says honestly that none fits', () => {
    if (plan.code === null) expect(plan.problem).toBe('CODE_DOES_NOT_FIT');
    else {
      expect(scansFromM(glass, plan.code)).toBeGreaterThanOrEqual(glass.viewingDistanceM);
      expect(plan.code.totalPx).toBeLessThanOrEqual(Math.min(plan.panel.width, plan.panel.height));
    }
  });

  test('may be paired', () => {
    expect(judgeGlass(glass, addressBytes).fits).toBe(true);
  });
});

test('every landscape wall shows four jobs or more', () => {
  for (const [, glass] of screens)
    if (chooseLayout(glass) === 'landscape') expect(planBoard(glass, addressBytes).rows).toBeGreaterThanOrEqual(4);
});

test('a strip over a door has no code for six metres and is still worth hanging', () => {
  const strip: GlassSize = {
    kind: 'led-ultra-wide',
    widthMm: 4800,
    heightMm: 400,
    widthPx: 1920,
    heightPx: 160,
    viewingDistanceM: 6,
    mountHeightM: 1.5,
  };
  const verdict = judgeGlass(strip, addressBytes);
  expect(verdict.fits).toBe(true);
  expect(verdict.plan.code).toBeNull();
  expect(verdict.plan.rows).toBe(1);
});

test('a strip seen from near by carries a code', () => {
  const strip: GlassSize = {
    kind: 'led-ultra-wide',
    widthMm: 4800,
    heightMm: 400,
    widthPx: 3840,
    heightPx: 320,
    viewingDistanceM: 2.5,
    mountHeightM: 1.5,
  };
  expect(planBoard(strip, addressBytes).code).not.toBeNull();
});

test.each<[string, Partial<GlassSize>, BoardPlan['problem']]>([
  ['a monitor twenty metres away', { widthMm: 520, heightMm: 290, viewingDistanceM: 20 }, 'TEXT_DOES_NOT_FIT'],
  ['a television at eight metres', { widthMm: 1210, heightMm: 680, viewingDistanceM: 8 }, 'CODE_DOES_NOT_FIT'],
])('%s is refused', (_, size, problem) => {
  const glass: GlassSize = {
    kind: 'lcd',
    widthMm: 1210,
    heightMm: 680,
    widthPx: 1920,
    heightPx: 1080,
    viewingDistanceM: 3,
    mountHeightM: 1.5,
    ...size,
  };
  const verdict = judgeGlass(glass, addressBytes);
  expect(verdict.fits).toBe(false);
  if (!verdict.fits) expect(['TEXT_DOES_NOT_FIT', problem]).toContain(verdict.problem);
});

test('glass that is farther away shows fewer jobs, never smaller ones', () => {
  const at = (viewingDistanceM: number) =>
    planBoard(
      { kind: 'lcd', widthMm: 1920, heightMm: 1080, widthPx: 1920, heightPx: 1080, viewingDistanceM, mountHeightM: 1.5 },
      addressBytes,
    );
  const rows = [2, 4, 5, 6].map((distance) => at(distance).rows);
  expect([...rows].sort((a, b) => b - a)).toEqual(rows);
});

test.each<[GlassSize['kind'], number, number, string]>([
  ['lcd', 1920, 1080, 'landscape'],
  ['kiosk', 1080, 1920, 'portrait'],
  ['lcd', 1080, 1080, 'landscape'],
  ['led-low-resolution', 512, 384, 'led'],
  ['lcd', 320, 240, 'led'],
  ['led-ultra-wide', 1920, 160, 'strip'],
  ['lcd', 1920, 360, 'strip'],
])('%s of %s×%s is laid out as %s', (kind, widthPx, heightPx, layout) => {
  expect(chooseLayout({ kind, widthPx, heightPx })).toBe(layout);
});
