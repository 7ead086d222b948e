import { type CodeSize, readableCode, sizeCode } from './legibility.ts';
import type { BoardPlan, PlanInput, Rect } from './plan.ts';
import { oneFactLineEm, rowHeight, sizeType } from './plan-sizes.ts';

const mostRows = 5;

/** Header, list and footer at the left; the code at the right, from header to footer, or over the whole height where it must be large. */
export function planLandscape({ glass, minFont, code, enlarge }: PlanInput): BoardPlan {
  const { widthPx: width, heightPx: height } = glass;
  const scale = Math.min(height / 1080, width / 1600);
  const px = (reference: number) => Math.round(reference * scale);
  const header = px(112);
  const footer = px(72);
  const body = height - header - footer;
  const room = fitCode({ code, glass, width, height, body, scale, minFont });
  const panelWidth = Math.min(Math.round(width * 0.5), Math.max(px(600), room.code?.totalPx ?? 0));
  const listWidth = width - panelWidth;
  const gutter = px(56);
  const badgeWidth = Math.round(Math.max(120 * scale * enlarge, minFont * 2.4));
  const badgeGap = px(30);
  const textWidth = listWidth - gutter - badgeWidth - badgeGap - px(48);
  const type = sizeType({ scale, enlarge, minFont, textWidth });
  const rowLines = textWidth >= oneFactLineEm * type.fact ? 2 : 3;
  const fitting = Math.floor(body / rowHeight(type, rowLines, scale));
  const panel: Rect = room.wholeHeight
    ? { x: listWidth, y: 0, width: panelWidth, height }
    : { x: listWidth, y: header, width: panelWidth, height: body };
  const barWidth = room.wholeHeight ? listWidth : width;
  return {
    layout: 'landscape',
    width,
    height,
    header: { x: 0, y: 0, width: barWidth, height: header },
    list: { x: 0, y: header, width: listWidth, height: body },
    panel,
    footer: { x: 0, y: height - footer, width: barWidth, height: footer },
    rows: Math.max(1, Math.min(mostRows, fitting)),
    rowLines,
    gutter,
    badgeWidth,
    badgeGap,
    textWidth,
    type,
    code: room.code,
    problem: fitting < 1 || textWidth < 14 * minFont ? 'TEXT_DOES_NOT_FIT' : room.code === null ? 'CODE_DOES_NOT_FIT' : null,
  };
}

interface CodeRoom {
  code: CodeSize | null;
  wholeHeight: boolean;
}

function fitCode(input: {
  code: PlanInput['code'];
  glass: PlanInput['glass'];
  width: number;
  height: number;
  body: number;
  scale: number;
  minFont: number;
}): CodeRoom {
  const { code, glass, width, height, body, scale, minFont } = input;
  if (code === null) return { code: null, wholeHeight: false };
  const needed = readableCode(glass, code);
  // Near glass could do with a stamp; a wall's code should be seen from across the hall all the same.
  const handsome = sizeCode(code, Math.max(needed.modulePx, Math.floor((400 * scale) / code.modules)));
  const words = Math.max(56 * scale, minFont) * 1.3 + 2.6 * Math.max(36 * scale, minFont) * 1.15;
  if (handsome.totalPx + words <= body && handsome.totalPx <= width / 2) return { code: handsome, wholeHeight: false };
  if (needed.totalPx + words <= body && needed.totalPx <= width / 2) return { code: needed, wholeHeight: false };
  if (needed.totalPx + words <= height && needed.totalPx <= width / 2) return { code: needed, wholeHeight: true };
  return { code: null, wholeHeight: false };
}
