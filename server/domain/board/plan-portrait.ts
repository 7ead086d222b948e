import { readableCode, sizeCode } from './legibility.ts';
import type { BoardPlan, PlanInput } from './plan.ts';
import { oneFactLineEm, rowHeight, sizeType } from './plan-sizes.ts';

const mostRows = 6;

/** Header, list, code, footer, one under the other. */
export function planPortrait({ glass, minFont, code, enlarge }: PlanInput): BoardPlan {
  const { widthPx: width, heightPx: height } = glass;
  const scale = Math.min(width / 1080, height / 1600);
  const px = (reference: number) => Math.round(reference * scale);
  const header = px(168);
  const footer = px(132);
  const needed = code && readableCode(glass, code);
  const handsome = code && needed && sizeCode(code, Math.max(needed.modulePx, Math.floor((330 * scale) / code.modules)));
  // Beside a code stand its words, unless it takes most of the width: then they stand above it.
  const wordsAbove = handsome !== null && handsome.totalPx > width - px(420);
  const gutter = px(44);
  const badgeWidth = Math.round(Math.max(116 * scale * enlarge, minFont * 2.4));
  const badgeGap = px(26);
  const textWidth = width - 2 * gutter - badgeWidth - badgeGap;
  const type = sizeType({ scale, enlarge, minFont, textWidth });
  const words = Math.max(px(200), type.imperative * 1.4 + type.help * 3.2);
  const panel = handsome === null ? px(200) : handsome.totalPx + (wordsAbove ? Math.round(words) : px(20));
  const list = height - header - footer - panel;
  const rowLines = textWidth >= oneFactLineEm * type.fact ? 2 : 3;
  const fitting = Math.floor(list / rowHeight(type, rowLines, scale));
  const codeFits = handsome !== null && handsome.totalPx <= width && fitting >= 1;
  return {
    layout: 'portrait',
    width,
    height,
    header: { x: 0, y: 0, width, height: header },
    list: { x: 0, y: header, width, height: list },
    panel: { x: 0, y: header + list, width, height: panel },
    footer: { x: 0, y: height - footer, width, height: footer },
    rows: Math.max(1, Math.min(mostRows, fitting)),
    rowLines,
    gutter,
    badgeWidth,
    badgeGap,
    textWidth,
    type,
    code: codeFits ? handsome : null,
    problem: textWidth < 14 * minFont ? 'TEXT_DOES_NOT_FIT' : codeFits ? null : 'CODE_DOES_NOT_FIT',
  };
}
