import { readableCode } from './legibility.ts';
import type { BoardPlan, PlanInput } from './plan.ts';

/**
 * Low-resolution LED (512×384 and the like): one job at a time, facts at the left, its own code at the right. Pixels are few,
 * so sizes are whole fractions of the height.
 */
export function planLed({ glass, minFont, code }: PlanInput): BoardPlan {
  const { widthPx: width, heightPx: height } = glass;
  const px = (share: number) => Math.round(height * share);
  const header = Math.max(px(0.115), Math.ceil(minFont * 1.4));
  const footer = Math.max(px(0.105), Math.ceil(minFont * 1.4));
  const body = height - header - footer;
  const needed = code && readableCode(glass, code);
  const imperative = Math.max(px(0.068), minFont);
  const fits = needed !== null && needed.totalPx + imperative * 1.25 <= body && needed.totalPx <= width * 0.55;
  const panelWidth = fits ? needed.totalPx : Math.round(width * 0.3);
  const gutter = px(0.035);
  const textWidth = width - panelWidth - 2 * gutter;
  const fact = Math.max(px(0.062), minFont);
  const type = {
    station: Math.max(px(0.062), minFont),
    clock: Math.max(px(0.07), minFont),
    quiet: Math.max(px(0.052), minFont),
    number: Math.max(px(0.085), fact),
    trade: Math.max(px(0.108), fact),
    employer: fact,
    pay: Math.max(px(0.15), fact),
    unit: Math.max(px(0.072), fact),
    fact,
    imperative,
    help: Math.max(px(0.052), minFont),
  };
  const linesHeight = type.number * 1.3 + type.trade * 1.2 + type.pay * 1.15 + 3 * fact * 1.3;
  const textFits = linesHeight <= body && textWidth >= 9 * minFont;
  return {
    layout: 'led',
    width,
    height,
    header: { x: 0, y: 0, width, height: header },
    list: { x: 0, y: header, width: width - panelWidth, height: body },
    panel: { x: width - panelWidth, y: header, width: panelWidth, height: body },
    footer: { x: 0, y: height - footer, width, height: footer },
    rows: 1,
    rowLines: 3,
    gutter,
    badgeWidth: Math.round(type.number * 2.3),
    badgeGap: gutter,
    textWidth,
    type,
    code: fits ? needed : null,
    problem: textFits ? (fits ? null : 'CODE_DOES_NOT_FIT') : 'TEXT_DOES_NOT_FIT',
  };
}
