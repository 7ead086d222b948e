import { describe, expect, it } from 'vitest';
import { figureKeys } from '../figures/figure.ts';
import type { FiguresSlide, Glass, LeaderboardSlide } from './manifest.ts';
import { planBoard } from './plan.ts';
import { cellsOf, mostFigures, toldRows, withoutCode } from './plan-told.ts';
import { survivingSlides } from './survive.ts';
import { manifest, row, slide } from './testing/rows.ts';
import { toldPages } from './told.ts';

const hall = manifest().screen;
const glasses = {
  'a wall in a hall': hall,
  'an upright screen': { ...hall, widthMm: 680, heightMm: 1210, widthPx: 1080, heightPx: 1920, viewingDistanceM: 3 },
  'a strip over a door': {
    ...hall,
    kind: 'led-ultra-wide',
    widthMm: 5760,
    heightMm: 640,
    widthPx: 2304,
    heightPx: 256,
    viewingDistanceM: 6,
  },
  'a coarse LED': { ...hall, kind: 'led-low-resolution', widthMm: 2560, heightMm: 1920, widthPx: 512, heightPx: 384, viewingDistanceM: 5 },
} satisfies Record<string, Glass>;

const asOf = '2026-11-21T04:00:00Z';
const figures: FiguresSlide = {
  kind: 'figures',
  id: 'f',
  dwellMs: 8_000,
  figures: figureKeys.slice(0, 8).map((key) => ({ key, value: 1, unit: 'times', asOf })),
};
const leaders: LeaderboardSlide = {
  kind: 'leaderboard',
  id: 'l',
  title: '本周上岗最多的驿站',
  dwellMs: 8_000,
  rows: Array.from({ length: 11 }, (_, at) => ({ name: `驿站 ${at + 1}`, value: 100 - at })),
};

describe.each(Object.entries(glasses))('on %s', (_, glass) => {
  const plan = withoutCode(planBoard(glass, 0));

  it('no number and no row is left out', () => {
    const numbers = toldPages(figures, glass).flatMap((page) => (page.kind === 'figures' ? page.figures.map(({ key }) => key) : []));
    expect(numbers).toEqual(figures.figures.map(({ key }) => key));
    const places = toldPages(leaders, glass).flatMap((page) =>
      page.kind === 'leaderboard' ? page.rows.map((_row, at) => (page.from ?? 1) + at) : [],
    );
    expect(places).toEqual(leaders.rows.map((_row, at) => at + 1));
  });

  it('cells and rows stay on the glass', () => {
    const cells = cellsOf(plan, mostFigures[plan.layout]);
    expect(cells.columns * cells.width).toBeLessThanOrEqual(plan.list.width);
    expect(cells.rows * cells.height).toBeLessThanOrEqual(plan.list.height);
    const { rows, height } = toldRows(plan);
    expect(rows * height).toBeLessThanOrEqual(plan.list.height);
    expect(plan.list.x + plan.list.width).toBeLessThanOrEqual(plan.width);
  });

  it('a page stands as long as its words take to read', () => {
    for (const page of toldPages({ ...figures, dwellMs: 0 }, glass)) expect(page.dwellMs).toBeGreaterThan(3_000);
  });
});

describe('what is told, offline', () => {
  const board = manifest({
    slides: [slide([row({ dayJob: false })]), figures, leaders, ...manifest().slides.filter(({ kind }) => kind === 'station')],
  });
  const kindsAfter = (hours: number) => {
    const nowMs = Date.parse(asOf) + hours * 3_600_000;
    return survivingSlides(board, { nowMs, heardServerAtMs: Date.parse(asOf), heard: new Map() }).slides.map(({ kind }) => kind);
  };

  it('stands beside the jobs on the same day', () => expect(kindsAfter(5)).toEqual(['jobs', 'figures', 'leaderboard']));
  it('goes when it is yesterday’s', () => expect(kindsAfter(25)).toEqual(['jobs']));
  it('does not keep the station’s own slide away when the jobs are gone', () => {
    const alone = manifest({ slides: [figures, ...manifest().slides.filter(({ kind }) => kind === 'station')] });
    const { slides } = survivingSlides(alone, { nowMs: Date.parse(asOf), heardServerAtMs: Date.parse(asOf), heard: new Map() });
    expect(slides.map(({ kind }) => kind)).toEqual(['figures', 'station']);
  });
});
