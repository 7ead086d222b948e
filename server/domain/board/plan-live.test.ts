import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { programCanvases } from '../live/canvas.ts';
import { type BoardPlan, type GlassSize, planBoard } from './plan.ts';
import { blockPlan, type LivePlan, planLive } from './plan-live.ts';

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

const shown = screens.flatMap(([name, glass]) => programCanvases.map((canvas) => [name, canvas, glass] as const));

describe.each(shown)('%s during a show on the %s canvas', (_, canvas, glass) => {
  const plan = planBoard(glass, 38);
  const live = planLive(plan, { liveMode: 'beside', canvas });

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
    const full = planLive(plan, { liveMode: 'full', canvas });
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
  if (glass) expect(planLive(planBoard(glass, 38), { liveMode: 'off' })).toBeNull();
});

describe('an upright picture', () => {
  const television: GlassSize = {
    kind: 'lcd',
    ...{ widthMm: 1210, heightMm: 680, widthPx: 1920, heightPx: 1080, viewingDistanceM: 3, mountHeightM: 1.8 },
  };
  const pillar: GlassSize = { ...television, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920, viewingDistanceM: 2 };
  const upright = (glass: GlassSize, liveMode: 'beside' | 'full' = 'beside') => {
    const plan = planBoard(glass, 38);
    const live = planLive(plan, { liveMode, canvas: 'portrait' });
    if (live === null) throw new Error('no room for a show');
    return { plan, live };
  };
  const shape = ({ picture }: LivePlan) => picture.width / picture.height;

  test('is as high as the jobs’ zone of a wide glass, and the job stands beside it', () => {
    const { plan, live } = upright(television);
    expect(shape(live)).toBeCloseTo(9 / 16, 2);
    expect(live.picture.height).toBeGreaterThan(plan.list.height * 0.9);
    expect(live.pitchKind).toBe('block');
    expect(live.pitch.x).toBeGreaterThanOrEqual(live.picture.x + live.picture.width);
    expect(live.own.x).toBe(live.pitch.x);
    expect(blockPlan(plan, live.pitch).textWidth).toBeGreaterThan(plan.type.fact * 9);
  });

  test.each([
    ['beside', 1_920 / 2],
    ['full', 1_920],
  ] as const)('takes at most half of an upright glass, or most of it where the show may: %s', (liveMode, most) => {
    const { plan, live } = upright(pillar, liveMode);
    expect(shape(live)).toBeCloseTo(9 / 16, 2);
    expect(live.picture.height).toBeLessThanOrEqual(most);
    expect(live.picture.height).toBeGreaterThan(plan.list.height * 0.6);
    expect(live.ownRows > 0).toBe(liveMode === 'beside');
  });

  test('has none of a strip', () => {
    const strip: GlassSize = { ...television, kind: 'led-ultra-wide', widthMm: 4_800, heightMm: 400, heightPx: 160, viewingDistanceM: 6 };
    expect(planLive(planBoard(strip, 38), { liveMode: 'beside', canvas: 'portrait' })).toBeNull();
  });

  test('is told by the canvas alone: a manifest of an older release has a picture that lies', () => {
    const plan = planBoard(television, 38);
    expect(planLive(plan, { liveMode: 'beside' })).toEqual(planLive(plan, { liveMode: 'beside', canvas: 'landscape' }));
    expect(planLive(plan, { liveMode: 'beside', canvas: 'small' })).toEqual(planLive(plan, { liveMode: 'beside' }));
  });
});
