import QRCode from 'qrcode';

/** What pictures made in the browser share: the glass's colours and typeface, words that fit, codes that scan. */
const family = '"Noto Sans SC Variable", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

export interface Inks {
  ink: string;
  raised: string;
  line: string;
  white: string;
  quiet: string;
  pay: string;
  open: string;
  tag: string;
  onTag: string;
}

/** The tokens of the glass: the picture is the wall in a pocket. */
export function inks(): Inks {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'),
    raised: token('ink-raised'),
    line: token('ink-line'),
    white: token('on-ink'),
    quiet: token('on-ink-quiet'),
    pay: token('pay'),
    open: token('open'),
    tag: token('tag'),
    onTag: token('on-tag'),
  };
}

const font = (weight: number, size: number) => `${weight} ${size}px ${family}`;

export function text(
  g: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  weight: number,
  size: number,
  colour: string,
  align: CanvasTextAlign = 'left',
): void {
  g.font = font(weight, size);
  g.fillStyle = colour;
  g.textAlign = align;
  g.fillText(words, x, y);
}

export function measure(g: CanvasRenderingContext2D, words: string, weight: number, size: number): number {
  g.font = font(weight, size);
  return g.measureText(words).width;
}

/** Shortened with … where it must be; never inside a number's line, which is drawn apart. */
export function fit(g: CanvasRenderingContext2D, words: string, weight: number, size: number, most: number): string {
  if (measure(g, words, weight, size) <= most) return words;
  let kept = words;
  while (kept.length > 1 && measure(g, `${kept}…`, weight, size) > most) kept = kept.slice(0, -1);
  return `${kept}…`;
}

export function fill(g: CanvasRenderingContext2D, colour: string, x: number, y: number, w: number, h: number): void {
  g.fillStyle = colour;
  g.fillRect(x, y, w, h);
}

export function round(g: CanvasRenderingContext2D, colour: string, x: number, y: number, w: number, h: number, radius: number): void {
  g.fillStyle = colour;
  g.beginPath();
  g.roundRect(x, y, w, h, radius);
  g.fill();
}

/** The words' own cuts of the typeface: a canvas does not wait for fonts. */
export async function loadFont(words: string): Promise<void> {
  await Promise.all([400, 600, 700].map((weight) => document.fonts.load(`${weight} 40px "Noto Sans SC Variable"`, words)));
}

/** Whole pixels a module; the white around it must give the quiet zone of 4 modules (ISO/IEC 18004). @returns its side, px */
export function drawModules(g: CanvasRenderingContext2D, url: string, { x, y, box }: { x: number; y: number; box: number }): number {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const pixel = Math.floor(box / modules.size);
  const side = pixel * modules.size;
  const left = Math.round(x - side / 2);
  g.fillStyle = '#000000';
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) g.fillRect(left + column * pixel, y + row * pixel, pixel, pixel);
  return side;
}

export const toPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture was not made'))), 'image/png'),
  );
