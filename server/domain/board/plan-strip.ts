import { readableCode } from './legibility.ts';
import type { BoardPlan, PlanInput } from './plan.ts';

/**
 * Ultra-wide strips over doors and gates: station and clock at the left, one job in the middle, at the right the code where
 * one fits that scans from below, else what to say and whom to ring.
 */
export function planStrip({ glass, minFont, code }: PlanInput): BoardPlan {
  const { widthPx: width, heightPx: height } = glass;
  const px = (share: number) => Math.round(height * share);
  const needed = code && readableCode(glass, code);
  const fits = needed !== null && needed.totalPx <= height && needed.totalPx <= width * 0.3;
  const fact = Math.max(px(0.22), minFont);
  const header = Math.round(Math.min(width * 0.17, Math.max(px(2), fact * 8)));
  const help = Math.max(px(0.2), minFont);
  const panelWidth = fits ? needed.totalPx + Math.round(help * 7) : Math.round(Math.min(width * 0.22, help * 12));
  const gutter = px(0.16);
  const badgeWidth = Math.max(px(0.9), minFont * 2);
  const list = width - header - panelWidth;
  const badgeGap = px(0.16);
  const textWidth = list - 2 * gutter - badgeWidth - badgeGap;
  const type = {
    station: Math.max(px(0.22), minFont),
    clock: Math.max(px(0.28), minFont),
    quiet: Math.max(px(0.15), minFont),
    number: Math.max(px(0.36), fact),
    trade: Math.max(px(0.37), fact),
    employer: Math.max(px(0.2), minFont),
    pay: Math.max(px(0.44), fact),
    unit: Math.max(px(0.24), fact),
    fact,
    imperative: help,
    help,
  };
  const textFits = type.pay * 1.1 + fact * 1.25 <= height && textWidth >= 14 * minFont;
  return {
    layout: 'strip',
    width,
    height,
    header: { x: 0, y: 0, width: header, height },
    list: { x: header, y: 0, width: list, height },
    panel: { x: width - panelWidth, y: 0, width: panelWidth, height },
    footer: { x: 0, y: height, width: 0, height: 0 },
    rows: 1,
    rowLines: 2,
    gutter,
    badgeWidth,
    badgeGap,
    textWidth,
    type,
    code: fits ? needed : null,
    problem: textFits ? (fits ? null : 'CODE_DOES_NOT_FIT') : 'TEXT_DOES_NOT_FIT',
  };
}
