import { type CodeSize, readableCode } from './legibility.ts';
import type { WallHalf } from './manifest.ts';
import type { BoardPlan, PlanInput, Rect } from './plan.ts';
import { oneFactLineEm } from './plan-sizes.ts';
import { isLead } from './wall.ts';

/**
 * 拼屏: two equal glasses are one board. The left (or upper) one leads: header and jobs; the other goes on with jobs and has the code, or,
 * where people stand too far away for a list beside it, nothing but the code. No row and no code ever crosses the bezel, and rows of both
 * stand on the same lines.
 */

const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** @param plain the board that this glass would have by itself: its equal's, too */
export function planHalf(plain: BoardPlan, input: PlanInput, half: WallHalf): BoardPlan {
  const stacked = half === 'top' || half === 'bottom';
  const alone = plain.problem === 'CODE_DOES_NOT_FIT' ? codeAlone(plain, input) : undefined;
  if (isLead(half)) return planLead(plain, { stacked, isAlone: alone !== undefined });
  return alone ?? planEnd(plain, stacked);
}

function planLead(plain: BoardPlan, { stacked, isAlone }: { stacked: boolean; isAlone: boolean }): BoardPlan {
  const { width, height, gutter, badgeWidth, badgeGap, type } = plain;
  const header = { ...plain.header, width };
  const footer = stacked && !isAlone ? nowhere : { x: 0, y: height - plain.footer.height, width, height: plain.footer.height };
  const textWidth = width - 2 * gutter - badgeWidth - badgeGap;
  return {
    ...plain,
    half: { header: stacked || isAlone ? 'all' : 'name', footer: isAlone ? 'all' : 'lead' },
    header,
    list: { x: 0, y: header.height, width, height: height - header.height - footer.height },
    panel: nowhere,
    footer,
    textWidth,
    rowLines: textWidth >= oneFactLineEm * type.fact ? 2 : plain.rowLines,
    code: null,
    problem: plain.problem === 'TEXT_DOES_NOT_FIT' ? plain.problem : null,
  };
}

function planEnd(plain: BoardPlan, stacked: boolean): BoardPlan {
  if (!stacked) return { ...plain, half: { header: 'clock', footer: 'end' } };
  // Under another glass a header would be a second one: the list and its code begin at the edge.
  const up = plain.header.height;
  const raise = ({ x, y, width, height }: Rect, by: number): Rect => ({ x, y: y - by, width, height: height + by });
  const upper = plain.panel.y === plain.header.height ? { panel: raise(plain.panel, up) } : {};
  return { ...plain, half: { header: 'all', footer: 'all' }, header: nowhere, list: raise(plain.list, up), ...upper };
}

/** The whole glass is the code's: words beside it, or, upright, above it. */
function codeAlone(plain: BoardPlan, { glass, minFont, code }: PlanInput): BoardPlan | undefined {
  const needed: CodeSize | null = code && readableCode(glass, code);
  if (needed === null) return undefined;
  const { widthPx: width, heightPx: height } = glass;
  const upright = height > width;
  const fits = upright
    ? needed.totalPx <= width && needed.totalPx + minFont * 5 <= height
    : needed.totalPx <= height && needed.totalPx + minFont * 8 <= width;
  if (!fits) return undefined;
  return {
    ...plain,
    half: { header: 'all', footer: 'all' },
    header: nowhere,
    list: nowhere,
    footer: nowhere,
    panel: { x: 0, y: 0, width, height },
    rows: 0,
    type: { ...plain.type, ...panelType(plain, upright ? width : width - needed.totalPx, height) },
    code: needed,
    problem: null,
  };
}

/** Words that have half a glass to themselves are as large as thirteen of them stand in a line. */
function panelType({ type }: BoardPlan, width: number, height: number) {
  const imperative = Math.max(type.imperative, Math.floor(Math.min(width / 13, height / 9)));
  return { imperative, help: Math.max(type.help, Math.floor(imperative * 0.62)) };
}

/** How a page's rows fall on two halves: the lead's share first, and none of them empty while there are two. */
export function splitRows(rows: number, { lead, end }: { lead: number; end: number }): number {
  if (end === 0 || rows < 2) return rows;
  const share = Math.round((rows * lead) / (lead + end));
  return Math.min(lead, Math.max(share, rows - end, 1), rows - 1);
}
