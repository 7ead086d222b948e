import type { Glass } from './manifest.ts';

/**
 * What eyes and cameras need, turned into pixels of one glass. Everything here takes the conservative side: where pixels
 * are not square, the direction that asks for more of them.
 */
export type SeenGlass = Pick<Glass, 'widthMm' | 'heightMm' | 'widthPx' | 'heightPx' | 'viewingDistanceM' | 'mountHeightM' | 'look'>;

export const pxPerMm = (glass: Pick<SeenGlass, 'widthMm' | 'heightMm' | 'widthPx' | 'heightPx'>) =>
  Math.max(glass.widthPx / glass.widthMm, glass.heightPx / glass.heightMm);

/** Where standing adults look from: men's and women's eye heights in GB/T 10000 lie about this one. */
export const eyeHeightM = 1.5;

/** How far over the eye (or, negative, under it) the glass's middle hangs. */
const overEyeM = ({ mountHeightM }: Pick<SeenGlass, 'mountHeightM'>) => mountHeightM - eyeHeightM;

/**
 * The distance at which a glass at eye height would look just as small. Who stands `viewingDistanceM` before a glass that hangs higher looks
 * along the slant, d / cos θ, and sees it foreshortened by cos θ again: together d / cos² θ = d + h² / d.
 */
export const effectiveDistanceM = (glass: Pick<SeenGlass, 'viewingDistanceM' | 'mountHeightM'>) =>
  glass.viewingDistanceM + overEyeM(glass) ** 2 / glass.viewingDistanceM;

/** How far the eye must be raised to the glass's upper edge, in degrees. */
export const steepnessDeg = (glass: Pick<SeenGlass, 'viewingDistanceM' | 'mountHeightM' | 'heightMm'>) =>
  (Math.atan2(overEyeM(glass) + glass.heightMm / 2_000, glass.viewingDistanceM) * 180) / Math.PI;

/**
 * From here on a clerk is warned. ISO 9241-303 has displays read up to 40° off their normal; at 30° everything must already be a third larger
 * than straight ahead, heads are thrown back, and cheap panels lose their contrast.
 */
export const steepFromDeg = 30;

/** Character height for job facts: 20 minutes of arc (ISO 9241-303 recommends 20 to 22). */
export const minCharacterArcMinutes = 20;

/**
 * 大字: 30 minutes. Who sees a third of what others see (6/18, where low vision begins in WHO's classification) tells letters of 15 minutes
 * apart, and reads fluently at twice the size that is just told apart (acuity reserve 2:1).
 */
export const largeCharacterArcMinutes = 30;

export const arcMinutesFor = (glass: Pick<SeenGlass, 'look'>) =>
  glass.look?.type === 'large' ? largeCharacterArcMinutes : minCharacterArcMinutes;

/** Height of a digit or capital of Noto Sans SC, in em. Hanzi are taller (0.88), so digits decide. */
export const digitHeightEm = 0.733;

/** Below this many pixels a Chinese character of eight strokes or more runs together, whatever the distance. */
export const minHanziPx = 16;

export function characterHeightMm(distanceM: number, arcMinutes: number = minCharacterArcMinutes): number {
  const angle = (arcMinutes / 60) * (Math.PI / 180);
  return 2 * distanceM * 1000 * Math.tan(angle / 2);
}

/** How high a digit must stand on this glass, in device pixels, so that whoever is meant to can read it. */
export const minDigitPx = (glass: SeenGlass) => characterHeightMm(effectiveDistanceM(glass), arcMinutesFor(glass)) * pxPerMm(glass);

/** The smallest font size, in device pixels, at which a job's facts may stand on this glass. */
export const minFontPx = (glass: SeenGlass): number => Math.ceil(Math.max(minDigitPx(glass) / digitHeightEm, minHanziPx));

/** Light modules around a code: 4 on each side (ISO/IEC 18004). */
export const quietZoneModules = 4;

/** The bytes that a version of QR code holds at error correction M (ISO/IEC 18004 table 7). */
const bytesAtM = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213] as const;

/** Modules a side of the smallest code that holds an address of so many bytes; `null` beyond version 10. */
export function codeVersion(addressBytes: number): { version: number; modules: number } | null {
  const index = bytesAtM.findIndex((capacity) => addressBytes <= capacity);
  return index === -1 ? null : { version: index + 1, modules: 17 + 4 * (index + 1) };
}

export interface CodeSize {
  version: number;
  modules: number;
  /** Whole device pixels a module: a blurred edge is what cameras fail on. */
  modulePx: number;
  /** The dark square alone. */
  symbolPx: number;
  /** With its quiet zone. */
  totalPx: number;
}

export function sizeCode(code: { version: number; modules: number }, modulePx: number): CodeSize {
  return {
    ...code,
    modulePx,
    symbolPx: code.modules * modulePx,
    totalPx: (code.modules + 2 * quietZoneModules) * modulePx,
  };
}

/** How wide a code's dark square must be on this glass, mm: a tenth of the distance from which it is scanned. */
export const codeWidthMm = (glass: Pick<SeenGlass, 'viewingDistanceM' | 'mountHeightM'>) => (effectiveDistanceM(glass) * 1000) / 10;

/** The code that scans from the glass's viewing distance: its dark square is at least a tenth of that distance wide. */
export function readableCode(glass: SeenGlass, code: { version: number; modules: number }): CodeSize {
  const symbolPx = codeWidthMm(glass) * pxPerMm(glass);
  // A hair off the quotient, so that 22.000000001 does not ask for 23.
  return sizeCode(code, Math.max(3, Math.ceil(symbolPx / code.modules - 1e-6)));
}

/** How far away a code of this size scans, in metres along the floor; 0 where it hangs too high to scan from anywhere. */
export function scansFromM(glass: SeenGlass, code: CodeSize): number {
  const reachM = ((code.symbolPx / pxPerMm(glass)) * 10) / 1000;
  // Of d + h²/d = reach, the farther of the two places.
  const rest = reachM ** 2 - 4 * overEyeM(glass) ** 2;
  return rest < 0 ? 0 : (reachM + Math.sqrt(rest)) / 2;
}

/** WCAG 2 relative contrast of two sRGB colours, #rrggbb. Facts on glass keep at least 7:1. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
