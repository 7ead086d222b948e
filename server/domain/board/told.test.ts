import { describe, expect, it } from 'vitest';
import { figureKeys } from '../figures/figure.ts';
import { wordFigure } from '../figures/word-figure.ts';
import type { FiguresSlide, LeaderboardSlide } from './manifest.ts';
import { planBoard } from './plan.ts';
import { cellsOf, layFigures, mostFigures, toldRows, withoutCode } from './plan-told.ts';
import { survivingSlides } from './survive.ts';
import { manifest, row, slide } from './testing/rows.ts';
import { glassOfShape } from './testing/shapes.ts';
import { toldPages } from './told.ts';

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

describe.each(Object.entries(glassOfShape))('on %s', (_, glass) => {
  const plan = withoutCode(planBoard(glass, 0));

  it('no number and no row is left out', () => {
    const numbers = toldPages(figures, glass).flatMap((page) => (page.kind === 'figures' ? page.figures.map(({ key }) => key) : []));
    expect(numbers).toEqual(figures.figures.map(({ key }) => key));
    const places = toldPages(leaders, glass).flatMap((page) =>
      page.kind === 'leaderboard' ? page.rows.map((_row, at) => (page.from ?? 1) + at) : [],
    );
    expect(places).toEqual(leaders.rows.map((_row, at) => at + 1));
  });

  it('each number stands with the whole of what it means, where there are words at all', () => {
    const pages = toldPages({ ...figures, figures: figureKeys.map((key) => ({ key, value: 1_284, unit: 'times', asOf })) }, glass);
    for (const page of pages) {
      const readings = page.kind === 'figures' ? page.figures : [];
      for (const locale of ['zh-CN', 'en'] as const) {
        const words = readings.map((reading) => wordFigure(reading, locale));
        const { means } = layFigures(plan, words);
        if (plan.layout === 'strip' || plan.layout === 'led') expect(means).toBeUndefined();
        else expect(means?.map((lines) => lines.join(''))).toEqual(words.map(({ definition }) => definition));
      }
    }
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
