import type { Share, ShareItem } from '#server/contract/desk.ts';
import { formatDistance } from '#server/domain/board/format.ts';
import { drawModules, fill, fit, type Inks, inks, loadFont, measure, round, text, toPng } from './canvas-ink.ts';

/** A long picture for chat groups: as wide as a phone shows without scaling, as long as the jobs need. */
const width = 1080;
const margin = 56;
const headHeight = 210;
const rowHeight = 190;
const qrBox = 420;
const footHeight = 120;

/** Draws it and gives it back as a PNG. The words' own cuts of the typeface are fetched first: a canvas does not wait for fonts. */
export async function drawPoster(canvas: HTMLCanvasElement, share: Share, day: string): Promise<Blob> {
  const words = share.items.map((item) => Object.values(item).join('')).join('') + share.station.name + share.station.phone + fixedWords;
  await loadFont(words);
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
  drawCode(g, share, y);
  y += qrBox + 220;
  text(g, '求职不收费，收押金请拨 12333', margin, y + 72, 600, 38, c.open);
  return await toPng(canvas);
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

function drawCode(g: CanvasRenderingContext2D, share: Share, top: number): void {
  fill(g, '#ffffff', 0, top, width, qrBox + 220);
  text(g, `扫一扫 抢这 ${share.items.length} 个岗`, width / 2, top + 86, 700, 52, '#08182a', 'center');
  // The white panel gives more than the quiet zone.
  drawModules(g, share.poster.url, { x: width / 2, y: top + 120, box: qrBox });
  text(g, `没带智能手机？报编号打驿站电话 ${share.station.phone}`, width / 2, top + qrBox + 180, 400, 34, '#08182a', 'center');
}
