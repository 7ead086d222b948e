import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type BoardPlan, type GlassSize, planBoard } from './plan.ts';
import { type LivePlan, planLive } from './plan-live.ts';

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
const { stations } = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/demo/stations.json', import.meta.url), 'utf8'),
) as StationFile;
const screens = stations.flatMap((station) =>
  station.screens.map((screen): [string, GlassSize] => {
    const [widthPx = 0, heightPx = 0] = screen.pixels.split('x').map(Number);
    return [`${station.name}${screen.name}`, { ...screen, kind: screen.kind ?? 'lcd', widthPx, heightPx }];
  }),
);

describe.each(screens)('%s during a show', (_, glass) => {
  const plan = planBoard(glass, 38);
  const live = planLive(plan, 'beside');

  test('gives the picture at most half the glass, and keeps the station’s own jobs on it', () => {
    if (live === null) {
      expect(plan.layout).toBe('strip');
      return;
    }
    expect(live.picture.width * live.picture.height).toBeLessThanOrEqual((glass.widthPx * glass.heightPx) / 2);
    expect(live.ownRows > 0 || live.takesTurns).toBe(true);
    expect(live.picture.height).toBeGreaterThan(glass.heightPx * 0.2);
  });

  test('keeps a code that scans, and nothing overlaps', () => {
    if (live !== null) keepsItsCode(glass, plan, live);
  });

  test('given to the show altogether has no smaller a picture, and still a code that scans', () => {
    const full = planLive(plan, 'full');
    if (full === null || live === null) {
      expect(full).toBe(live);
      return;
    }
    expect(full.picture.width).toBeGreaterThanOrEqual(live.picture.width);
    keepsItsCode(glass, plan, full);
  });
});

function keepsItsCode(glass: GlassSize, plan: BoardPlan, live: LivePlan): void {
  const areas = [plan.header, live.picture, live.pitch, live.own, live.panel, plan.footer].filter(
    (area) => area.width > 0 && area.height > 0,
  );
  for (const [i, a] of areas.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(glass.widthPx);
    expect(a.y + a.height).toBeLessThanOrEqual(glass.heightPx);
    for (const b of areas.slice(i + 1))
      expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
  }
  expect(live.panel.height).toBeGreaterThanOrEqual(plan.code?.totalPx ?? 0);
}

test('a screen that did not opt in has no show', () => {
  const [, glass] = screens[0] ?? [];
  if (glass) expect(planLive(planBoard(glass, 38), 'off')).toBeNull();
});
