import type { BoardLayout } from './manifest.ts';
import type { BoardPlan, Rect } from './plan.ts';

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
