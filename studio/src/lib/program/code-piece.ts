import QRCode from 'qrcode';
import { type Pen, penFor, write } from './pen.ts';

const QUIET_MODULES = 4;
const SCAN_LINE = 44;

/** A code's measures, in pixels of the canvas. */
export interface CodeSize {
  readonly modulePx: number;
  readonly side: number;
  /** With the line above it that says what to do. */
  readonly height: number;
}

/** @param most pixels that the side may take; whole pixels a module, because video compression blurs anything finer */
export function codeSize(url: string, { most, scale }: { most: number; scale: number }): CodeSize {
  const modules = modulesOf(url).size + 2 * QUIET_MODULES;
  const modulePx = Math.max(1, Math.floor(most / modules));
  return { modulePx, side: modules * modulePx, height: modules * modulePx + Math.round(SCAN_LINE * scale) };
}

/** Dark on pure white with its quiet zone; above it what to do. */
export function paintCode(url: string, words: string, { modulePx, side, height }: CodeSize, like: Pick<Pen, 'colours' | 'scale'>): Pen {
  const { scale, colours } = like;
  const pen = penFor({ width: side / scale, height: height / scale }, like);
  const { draw } = pen;
  const width = side / scale;
  draw.fillStyle = '#ffffff';
  draw.fillRect(0, 0, width, height / scale);
  write(pen, words, { x: width / 2, y: 28, size: 26, weight: 700, colour: colours.ink, align: 'center', within: width - 16 });
  const modules = modulesOf(url);
  // In whole pixels of the canvas from here.
  draw.setTransform(1, 0, 0, 1, 0, 0);
  draw.fillStyle = '#000000';
  const top = height - side;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      draw.fillRect((column + QUIET_MODULES) * modulePx, top + (row + QUIET_MODULES) * modulePx, modulePx, modulePx);
    }
  }
  return pen;
}

const modulesOf = (url: string) => QRCode.create(url, { errorCorrectionLevel: 'M' }).modules;
