import QRCode from 'qrcode';
import type { Share, ShareItem } from '#server/contract/desk.ts';
import { formatDistance } from '#server/domain/board/format.ts';

/** A long picture for chat groups: as wide as a phone shows without scaling, as long as the jobs need. */
const width = 1080;
const margin = 56;
const headHeight = 210;
const rowHeight = 190;
const qrBox = 420;
const footHeight = 120;
const family = '"Noto Sans SC Variable", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

interface Inks {
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
function inks(): Inks {
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

/** Draws it and gives it back as a PNG. The words' own cuts of the typeface are fetched first: a canvas does not wait for fonts. */
export async function drawPoster(canvas: HTMLCanvasElement, share: Share, day: string): Promise<Blob> {
  const words = share.items.map((item) => Object.values(item).join('')).join('') + share.station.name + share.station.phone + fixedWords;
  await Promise.all([400, 600, 700].map((weight) => document.fonts.load(`${weight} 40px "Noto Sans SC Variable"`, words)));
  const c = inks();
  canvas.width = width;
  canvas.height = headHeight + share.items.length * rowHeight + qrBox + 220 + footHeight;
  const g = canvas.getContext('2d');
  if (!g) throw new Error('this browser draws no canvas');
  g.textBaseline = 'alphabetic';
  fill(g, c.ink, 0, 0, width, canvas.height);

  fill(g, c.raised, 0, 0, width, headHeight);
  text(g, fit(g, share.station.name, 700, 60, width - 2 * margin), margin, 96, 700, 60, c.white);
  text(g, `${day} 零工 · 求职不收费`, margin, 164, 400, 40, c.quiet);

  let y = headHeight;
  for (const item of share.items) {
    drawItem(g, c, item, y);
    y += rowHeight;
  }
  await drawCode(g, share, y);
  y += qrBox + 220;
  text(g, '求职不收费，收押金请拨 12333', margin, y + 72, 600, 38, c.open);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture was not made'))), 'image/png'),
  );
}

const fixedWords =
  '零工·求职不收费，收押金请拨12333扫一扫抢这个岗没带智能手机？报编号打驿站电话还剩人公里米元/天小时月件单面议日结周干完就0123456789–:';

function drawItem(g: CanvasRenderingContext2D, c: Inks, item: ShareItem, top: number): void {
  const base = top + 84;
  let x = margin;
  if (item.number !== null) {
    round(g, c.tag, x, top + 34, 118, 66, 12);
    text(g, String(item.number), x + 59, base - 2, 700, 46, c.onTag, 'center');
    x += 142;
  }
  const payWidth = measure(g, item.pay, 700, 66) + 14 + measure(g, item.payUnit, 600, 32);
  text(g, item.pay, width - margin - measure(g, item.payUnit, 600, 32) - 14, base, 700, 66, c.pay, 'right');
  text(g, item.payUnit, width - margin, base, 600, 32, c.pay, 'right');
  text(g, fit(g, item.trade, 700, 58, width - margin - payWidth - 24 - x), x, base, 700, 58, c.white);
  const left = item.approximate ? '' : `还剩 ${item.placesLeft} 人`;
  const right = [item.settlement, left].filter(Boolean).join('  ');
  const rightWidth = measure(g, right, 600, 34);
  text(g, right, width - margin, base + 62, 600, 34, c.open, 'right');
  const facts = [item.place, formatDistance(item.distanceM), item.shift].filter(Boolean).join(' · ');
  text(g, fit(g, facts, 400, 34, width - 2 * margin - rightWidth - 24), margin, base + 62, 400, 34, c.white);
  fill(g, c.line, margin, top + rowHeight - 2, width - 2 * margin, 2);
}

async function drawCode(g: CanvasRenderingContext2D, share: Share, top: number): Promise<void> {
  fill(g, '#ffffff', 0, top, width, qrBox + 220);
  text(g, `扫一扫 抢这 ${share.items.length} 个岗`, width / 2, top + 86, 700, 52, '#08182a', 'center');
  const { modules } = QRCode.create(share.poster.url, { errorCorrectionLevel: 'M' });
  // Whole pixels a module and a quiet zone of 4 (ISO/IEC 18004): the white panel gives more than that.
  const pixel = Math.floor(qrBox / modules.size);
  const side = pixel * modules.size;
  const left = Math.round((width - side) / 2);
  g.fillStyle = '#000000';
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) g.fillRect(left + column * pixel, top + 120 + row * pixel, pixel, pixel);
  text(g, `没带智能手机？报编号打驿站电话 ${share.station.phone}`, width / 2, top + qrBox + 180, 400, 34, '#08182a', 'center');
}

const font = (weight: number, size: number) => `${weight} ${size}px ${family}`;

function text(
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

function measure(g: CanvasRenderingContext2D, words: string, weight: number, size: number): number {
  g.font = font(weight, size);
  return g.measureText(words).width;
}

/** Shortened with … where it must be; never inside a number's line, which is drawn apart. */
function fit(g: CanvasRenderingContext2D, words: string, weight: number, size: number, most: number): string {
  if (measure(g, words, weight, size) <= most) return words;
  let kept = words;
  while (kept.length > 1 && measure(g, `${kept}…`, weight, size) > most) kept = kept.slice(0, -1);
  return `${kept}…`;
}

function fill(g: CanvasRenderingContext2D, colour: string, x: number, y: number, w: number, h: number): void {
  g.fillStyle = colour;
  g.fillRect(x, y, w, h);
}

function round(g: CanvasRenderingContext2D, colour: string, x: number, y: number, w: number, h: number, radius: number): void {
  g.fillStyle = colour;
  g.beginPath();
  g.roundRect(x, y, w, h, radius);
  g.fill();
}
