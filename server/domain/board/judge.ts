import { codeWidthMm, effectiveDistanceM, minFontPx, pxPerMm, steepFromDeg, steepnessDeg } from './legibility.ts';
import { type BoardPlan, chooseLayout, type GlassSize, planBoard } from './plan.ts';
import { isWide } from './zones.ts';

/** What a clerk is told who enters a glass on which nobody could read or scan. */
export type GlassProblem = NonNullable<BoardPlan['problem']> | 'ARRANGEMENT_DOES_NOT_FIT';

export type GlassVerdict = {
  plan: BoardPlan;
  /** It may hang, and is worth a second look. */
  warning?: 'STEEP' | undefined;
} & ({ fits: true } | { fits: false; problem: GlassProblem });

/**
 * A strip over a door can't hold a code for six metres, and is a good sign all the same: it says numbers and a telephone.
 * Any other glass must hold a code that scans from where people stand; of two that are one wall, the half that has the code.
 */
export function judgeGlass(glass: GlassSize, addressBytes: number): GlassVerdict {
  const plan = planBoard(glass, addressBytes);
  const found = { plan, ...(steepnessDeg(glass) > steepFromDeg ? { warning: 'STEEP' as const } : {}) };
  if (!arrangementFits(glass)) return { ...found, fits: false, problem: 'ARRANGEMENT_DOES_NOT_FIT' };
  if (plan.problem === null) return { ...found, fits: true };
  if (plan.problem === 'CODE_DOES_NOT_FIT' && plan.layout === 'strip') return { ...found, fits: true };
  return { ...found, fits: false, problem: plan.problem };
}

/** Whether a glass that has a code now would have none that scans from where people stand, were its address longer. */
export function losesCode(glass: GlassSize, bytes: { from: number; to: number }): boolean {
  const hasCode = (addressBytes: number) => {
    const verdict = judgeGlass(glass, addressBytes);
    return verdict.fits && verdict.plan.code !== null;
  };
  return hasCode(bytes.from) && !hasCode(bytes.to);
}

/** Two walls of cabinets are joined in their controller, and a strip has no half; two zones need a wide glass. */
function arrangementFits(glass: GlassSize): boolean {
  const kind = glass.look?.arrangement.kind ?? 'plain';
  const layout = chooseLayout(glass);
  if (kind === 'wall') return layout === 'landscape' || layout === 'portrait';
  return kind !== 'split' || isWide(glass);
}

/** One way to make a glass readable that a click can take. */
export type GlassMend<G> = {
  how: 'NEARER' | 'LOWER' | 'STANDARD_TYPE' | 'PLAIN' | 'UPRIGHT' | 'ACROSS';
  glass: G;
  /** Jobs on one slide then. */
  rows: number;
};

/** From the least change to the greatest. */
export function mendGlass<G extends GlassSize>(glass: G, addressBytes: number): GlassMend<G>[] {
  const tries: [GlassMend<G>['how'], G | undefined][] = [
    ['PLAIN', arranged(glass)],
    ['STANDARD_TYPE', glass.look?.type === 'large' ? { ...glass, look: { ...glass.look, type: 'standard' } } : undefined],
    ['LOWER', glass.mountHeightM > comfortableHeightM ? { ...glass, mountHeightM: comfortableHeightM } : undefined],
    ['NEARER', nearer(glass, addressBytes)],
    // Turned on its side a glass is another template; an LED cabinet can't be turned.
    [glass.widthPx > glass.heightPx ? 'UPRIGHT' : 'ACROSS', glass.kind === 'lcd' || glass.kind === 'kiosk' ? turned(glass) : undefined],
  ];
  return tries.flatMap(([how, mended]) => {
    if (mended === undefined) return [];
    const verdict = judgeGlass(mended, addressBytes);
    return verdict.fits ? [{ how, glass: mended, rows: verdict.plan.rows }] : [];
  });
}

const comfortableHeightM = 1.8;

const arranged = <G extends GlassSize>(glass: G): G | undefined =>
  glass.look === undefined || glass.look.arrangement.kind === 'plain' || glass.look.arrangement.kind === 'double'
    ? undefined
    : { ...glass, look: { ...glass.look, arrangement: { kind: 'plain' } } };

const turned = <G extends GlassSize>(glass: G): G => ({
  ...glass,
  widthMm: glass.heightMm,
  heightMm: glass.widthMm,
  widthPx: glass.heightPx,
  heightPx: glass.widthPx,
});

/** The farthest distance, in steps of 0.1 m, at which it can be read. */
function nearer<G extends GlassSize>(glass: G, addressBytes: number): G | undefined {
  let fits = 0;
  let fails = Math.ceil(glass.viewingDistanceM * 10);
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (judgeGlass({ ...glass, viewingDistanceM: middle / 10 }, addressBytes).fits) fits = middle;
    else fails = middle;
  }
  return fits < 3 ? undefined : { ...glass, viewingDistanceM: fits / 10 };
}

/** What the rules ask of this glass, in figures that a clerk can check with a rule. */
export const asksOf = (glass: GlassSize) => ({
  codeMm: Math.ceil(codeWidthMm(glass)),
  /** Of hanzi, which fill 0.88 of their size. */
  characterMm: Math.ceil((minFontPx(glass) * 0.88) / pxPerMm(glass)),
  effectiveM: Math.round(effectiveDistanceM(glass) * 10) / 10,
  steepDeg: Math.round(steepnessDeg(glass)),
});
