import { boardGlass } from './kiosk-bar.ts';
import { arcMinutesFor, type CodeSize, codeVersion, minCharacterArcMinutes, minFontPx, type SeenGlass } from './legibility.ts';
import type { BoardLayout, Glass } from './manifest.ts';
import { planLandscape } from './plan-landscape.ts';
import { planLed } from './plan-led.ts';
import { planPortrait } from './plan-portrait.ts';
import { planStrip } from './plan-strip.ts';
import { planHalf } from './plan-wall.ts';
import { asSeen } from './wall.ts';
import { jobsZone } from './zones.ts';

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
  /** Of a wall of two: what this half says; absent, everything. */
  half?: { header: 'all' | 'name' | 'clock'; footer: 'all' | 'lead' | 'end' };
  /** `null`: not even a text that can be read fits. */
  problem: 'CODE_DOES_NOT_FIT' | 'TEXT_DOES_NOT_FIT' | null;
}

export type GlassSize = SeenGlass & Pick<Glass, 'kind'> & { touch?: boolean | undefined };

/** What a sub-plan is given: the glass, the smallest legible font, the code's version. */
export interface PlanInput {
  glass: GlassSize;
  minFont: number;
  code: { version: number; modules: number } | null;
  /** 大字: how much larger than usual a job's type stands where there is room. */
  enlarge: number;
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

/**
 * Where jobs stand on this glass: on all of it, above a kiosk's bar, on its half of a wall, or in the left zone of a wide one.
 * @param addressBytes length of the longest address that a code on this glass holds
 */
export function planBoard(glass: GlassSize, addressBytes: number): BoardPlan {
  const zone = asSeen(jobsZone(boardGlass(glass)));
  const input: PlanInput = {
    glass: zone,
    minFont: minFontPx(zone),
    code: codeVersion(addressBytes),
    enlarge: arcMinutesFor(zone) / minCharacterArcMinutes,
  };
  const plain = planners[chooseLayout(zone)](input);
  const arrangement = zone.look?.arrangement;
  return arrangement?.kind === 'wall' ? planHalf(plain, input, arrangement.half) : plain;
}
