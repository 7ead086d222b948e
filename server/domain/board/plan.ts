import { type CodeSize, codeVersion, minFontPx } from './legibility.ts';
import type { BoardLayout, Glass } from './manifest.ts';
import { planLandscape } from './plan-landscape.ts';
import { planLed } from './plan-led.ts';
import { planPortrait } from './plan-portrait.ts';
import { planStrip } from './plan-strip.ts';

/**
 * 版式: where everything stands on one glass, in its device pixels. The same glass and address length always give the same
 * plan, so the server composes and the player draws without sending geometry.
 */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Font sizes in device pixels. */
export interface TypeSizes {
  station: number;
  clock: number;
  /** Header and footer. */
  quiet: number;
  number: number;
  trade: number;
  employer: number;
  pay: number;
  unit: number;
  fact: number;
  imperative: number;
  help: number;
}

export interface BoardPlan {
  layout: BoardLayout;
  width: number;
  height: number;
  header: Rect;
  list: Rect;
  /** Where the code stands, on white. */
  panel: Rect;
  footer: Rect;
  /** Jobs on one slide. */
  rows: number;
  /** Lines of a row: pay and trade, then one or two of facts. */
  rowLines: 2 | 3;
  /** Of the list's left and right edge. */
  gutter: number;
  badgeWidth: number;
  /** Between number and text. */
  badgeGap: number;
  /** Of a row's text, right of its number. */
  textWidth: number;
  type: TypeSizes;
  /** `null`: no code that scans from the viewing distance fits; number and telephone stand in its place. */
  code: CodeSize | null;
  /** `null`: not even a text that can be read fits. */
  problem: 'CODE_DOES_NOT_FIT' | 'TEXT_DOES_NOT_FIT' | null;
}

export type GlassSize = Pick<Glass, 'kind' | 'widthMm' | 'heightMm' | 'widthPx' | 'heightPx' | 'viewingDistanceM'>;

/** What a sub-plan is given: the glass, the smallest legible font, the code's version. */
export interface PlanInput {
  glass: GlassSize;
  minFont: number;
  code: { version: number; modules: number } | null;
}

export function chooseLayout(glass: Pick<GlassSize, 'kind' | 'widthPx' | 'heightPx'>): BoardLayout {
  const aspect = glass.widthPx / glass.heightPx;
  if (glass.kind === 'led-ultra-wide' || aspect >= 4) return 'strip';
  if (glass.kind === 'led-low-resolution' || Math.min(glass.widthPx, glass.heightPx) < 480) return 'led';
  return aspect < 1 ? 'portrait' : 'landscape';
}

const planners = { landscape: planLandscape, portrait: planPortrait, strip: planStrip, led: planLed } satisfies Record<
  BoardLayout,
  (input: PlanInput) => BoardPlan
>;

/** @param addressBytes length of the longest address that a code on this glass holds */
export function planBoard(glass: GlassSize, addressBytes: number): BoardPlan {
  return planners[chooseLayout(glass)]({ glass, minFont: minFontPx(glass), code: codeVersion(addressBytes) });
}

/** What a clerk is told who enters a glass on which nobody could read or scan. */
export type GlassVerdict = { fits: true; plan: BoardPlan } | { fits: false; problem: NonNullable<BoardPlan['problem']>; plan: BoardPlan };

/**
 * A strip over a door can't hold a code for six metres, and is a good sign all the same: it says numbers and a telephone.
 * Any other glass must hold a code that scans from where people stand.
 */
export function judgeGlass(glass: GlassSize, addressBytes: number): GlassVerdict {
  const plan = planBoard(glass, addressBytes);
  if (plan.problem === null) return { fits: true, plan };
  if (plan.problem === 'CODE_DOES_NOT_FIT' && plan.layout === 'strip') return { fits: true, plan };
  return { fits: false, problem: plan.problem, plan };
}
