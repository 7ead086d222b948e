import type { FigureReading } from '../figures/figure.ts';
import { type FigureLocale, type WordedFigure, wordFigure } from '../figures/word-figure.ts';
import { breakLines } from './break-lines.ts';
import type { BoardLayout } from './manifest.ts';
import type { BoardPlan, Rect } from './plan.ts';
import { textWidthEm } from './text-width.ts';

/**
 * A slide that has no code gives the code's room to what it tells. A strip keeps its right end: there stands whom to ring.
 */
export function withoutCode(plan: BoardPlan): BoardPlan {
  if (plan.layout === 'strip') return { ...plan, code: null };
  const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };
  const bar = (rect: Rect): Rect => ({ ...rect, x: 0, width: plan.width });
  const top = plan.header.height;
  return {
    ...plan,
    code: null,
    panel: nowhere,
    header: bar(plan.header),
    footer: bar(plan.footer),
    list: { x: 0, y: top, width: plan.width, height: plan.height - top - plan.footer.height },
  };
}

/** How many columns so many cells stand in. */
const columnsFor: Record<BoardLayout, (count: number) => number> = {
  landscape: (count) => (count === 4 ? 2 : Math.min(3, count)),
  portrait: (count) => (count > 3 ? 2 : 1),
  strip: (count) => count,
  led: (count) => (count > 1 ? 2 : 1),
};

export interface Cells {
  columns: number;
  rows: number;
  width: number;
  height: number;
}

export function cellsOf(plan: BoardPlan, count: number): Cells {
  const columns = columnsFor[plan.layout](count);
  const rows = Math.ceil(count / columns);
  return {
    columns,
    rows,
    width: Math.floor((plan.list.width - 2 * plan.gutter) / columns),
    height: Math.floor(plan.list.height / rows),
  };
}

/** Cells that one glass holds, each with a number that is larger than any of its words. */
export const mostFigures: Record<BoardLayout, number> = { landscape: 6, portrait: 6, strip: 2, led: 2 };

/** How numbers stand in their cells, in the glass's pixels: one size for all of a slide, by the widest. */
export interface FiguresLayout {
  cells: Cells;
  namePx: number;
  valuePx: number;
  /** What a number means, line by line as it is drawn; none where the glass, or the cell, has no room for all of it. */
  means: string[][] | undefined;
}

/** A unit beside its number, in the number's own size. */
export const unitShare = 0.36;
const lineEm = 1.35;
const hasDefinitions = ({ layout }: BoardPlan) => layout === 'landscape' || layout === 'portrait';

export function layFigures(plan: BoardPlan, words: readonly WordedFigure[]): FiguresLayout {
  const cells = cellsOf(plan, words.length);
  const room = cells.width - 2 * plan.gutter * 0.4;
  const widest = (of: (one: WordedFigure) => number) => Math.max(...words.map(of));
  const valueEm = widest(({ number, unit }) => textWidthEm(number ?? '') + (textWidthEm(unit) + 0.3) * unitShare);
  const { type } = plan;
  const valuePx = Math.floor(Math.min(room / valueEm, cells.height * (plan.layout === 'strip' ? 0.5 : 0.4), type.pay * 2.6));
  const namePx = Math.floor(Math.min(type.trade, room / widest(({ name }) => textWidthEm(name))));
  const means = words.map(({ interval, definition }) =>
    breakLines(interval ? `${interval} · ${definition}` : definition, room / type.fact),
  );
  const most = Math.max(...means.map((lines) => lines.length));
  // Name, number, what it means, and as of when, with some air between the last two.
  const height = namePx * 1.2 + valuePx * 1.15 + type.fact * (most * lineEm + 1.7);
  return { cells, namePx, valuePx, means: hasDefinitions(plan) && height <= cells.height ? means : undefined };
}

const locales: readonly FigureLocale[] = ['zh-CN', 'en'];

/** So many on a slide that each stands there with what it means, in whichever language the glass speaks. */
export function figuresOnSlide(plan: BoardPlan, readings: readonly FigureReading[]): number {
  const most = mostFigures[plan.layout];
  if (!hasDefinitions(plan)) return most;
  const fit = (some: readonly FigureReading[]) =>
    locales.every(
      (locale) =>
        layFigures(
          plan,
          some.map((reading) => wordFigure(reading, locale)),
        ).means !== undefined,
    );
  for (let count = most; count > 1; count -= 1) if (inParts(readings, count).every(fit)) return count;
  return 1;
}

export function inParts<T>(items: readonly T[], most: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += most) parts.push(items.slice(start, start + most));
  return parts;
}

const rowsWanted: Record<BoardLayout, number> = { landscape: 7, portrait: 9, strip: 1, led: 3 };

/** Rows of a team wall or a leaderboard that can be read on this glass, below a title. */
export function toldRows(plan: BoardPlan): { rows: number; height: number } {
  if (plan.layout === 'strip') return { rows: 1, height: plan.list.height };
  const body = plan.list.height - toldTitlePx(plan);
  const rows = Math.max(1, Math.min(rowsWanted[plan.layout], Math.floor(body / (plan.type.fact * 1.9))));
  return { rows, height: Math.floor(body / rows) };
}

/** What the title above such a list takes. */
export const toldTitlePx = (plan: BoardPlan): number => (plan.layout === 'strip' ? 0 : Math.round(plan.type.trade * 1.5));
