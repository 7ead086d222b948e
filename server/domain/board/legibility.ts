import type { Glass } from './manifest.ts';

/**
 * What eyes and cameras need, turned into pixels of one glass. Everything here takes the conservative side: where pixels
 * are not square, the direction that asks for more of them.
 */
type GlassSize = Pick<Glass, 'widthMm' | 'heightMm' | 'widthPx' | 'heightPx' | 'viewingDistanceM'>;

export const pxPerMm = (glass: GlassSize) => Math.max(glass.widthPx / glass.widthMm, glass.heightPx / glass.heightMm);

/** Character height for job facts: 20 minutes of arc (ISO 9241-303 recommends 20 to 22). */
export const minCharacterArcMinutes = 20;

/** Height of a digit or capital of Noto Sans SC, in em. Hanzi are taller (0.88), so digits decide. */
export const digitHeightEm = 0.733;

/** Below this many pixels a Chinese character of eight strokes or more runs together, whatever the distance. */
export const minHanziPx = 16;

export function characterHeightMm(viewingDistanceM: number): number {
  const angle = (minCharacterArcMinutes / 60) * (Math.PI / 180);
  return 2 * viewingDistanceM * 1000 * Math.tan(angle / 2);
}

/** The smallest font size, in device pixels, at which a job's facts may stand on this glass. */
export function minFontPx(glass: GlassSize): number {
  const byEye = (characterHeightMm(glass.viewingDistanceM) * pxPerMm(glass)) / digitHeightEm;
  return Math.ceil(Math.max(byEye, minHanziPx));
}

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

/** The code that scans from the glass's viewing distance: its dark square is at least a tenth of that distance wide. */
export function readableCode(glass: GlassSize, code: { version: number; modules: number }): CodeSize {
  const symbolPx = ((glass.viewingDistanceM * 1000) / 10) * pxPerMm(glass);
  // A hair off the quotient, so that 22.000000001 does not ask for 23.
  return sizeCode(code, Math.max(3, Math.ceil(symbolPx / code.modules - 1e-6)));
}

/** How far away a code of this size scans, in metres. */
export const scansFromM = (glass: GlassSize, code: CodeSize) => ((code.symbolPx / pxPerMm(glass)) * 10) / 1000;

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
