import { contrast, minDigitPx } from '#server/domain/board/legibility.ts';
import { type CodeOnGlass, type Phone, photograph } from '#tests/support/phone-camera.ts';
import { inkHeight, type Pixels } from '#tests/support/pixels.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import type { Hung } from './hung-glasses.ts';
import type { Box, MeasuredText } from './measured.ts';

/** What somebody before a glass would have to complain of, in words. */

/** An eye's edge of ink lies within half a pixel of where the font puts it. */
const halfPixel = 0.5;
const yawDeg = 25;
const eyeMm = 1_500;

export function tooSmall(glass: Hung['glass'], texts: MeasuredText[], pixels: Pixels): string[] {
  const least = minDigitPx(glass) - halfPixel;
  return texts
    .filter(({ isFact }) => isFact)
    .flatMap((measured) => {
      const { text, digitPx, box } = measured;
      // Digits alone are measured in the picture itself: a full row's grey is drawn just as large.
      const inked = /^\d+(?:–\d+)?$/.test(text) ? inkHeight(pixels, box) : digitPx;
      return Math.min(inked, digitPx) < least
        ? [`${text}: digits of ${Math.min(inked, digitPx).toFixed(1)} px, ${least.toFixed(1)} needed`]
        : [];
    });
}

export const tooFaint = (texts: MeasuredText[]): string[] =>
  texts.flatMap(({ text, isFull, colour, ground }) =>
    !isFull && contrast(colour, ground) < 7 ? [`${text}: ${colour} on ${ground} is ${contrast(colour, ground).toFixed(1)}:1`] : [],
  );

/** A word that runs over its row is cut by the next, and two on one place are none. */
export function outOfTheirRoom(texts: MeasuredText[]): string[] {
  const over = texts.flatMap(({ text, box, room }) =>
    box.x < room.x - 1 || box.x + box.width > room.x + room.width + 1 || box.y + box.height / 2 > room.y + room.height
      ? [`${text}: runs out of its room`]
      : [],
  );
  const facts = texts.filter(({ isFact }) => isFact);
  const touching = facts.flatMap((a, i) =>
    facts.slice(i + 1).flatMap((b) => (overlap(core(a.box), core(b.box)) ? [`${a.text} stands on ${b.text}`] : [])),
  );
  return [...over, ...touching];
}

/** A line's box is higher than its ink. */
const core = ({ x, y, width, height }: Box): Box => ({ x: x + 1, y: y + height * 0.25, width: width - 2, height: height * 0.5 });
const overlap = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Codes that somebody 25° beside the glass's normal, as far away as the glass is meant for, could not read. */
export async function unread(glass: Hung['glass'], codes: { url: string; box: Box }[], pixels: Pixels, phones: Phone[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const { url, box } of codes)
    for (const phone of phones) {
      const read = await readCodes(seenFrom(glass, box, pixels, phone));
      if (!read.includes(url)) complaints.push(`${phone.name} reads ${read.join() || 'nothing'}`);
    }
  return complaints;
}

function seenFrom(glass: Hung['glass'], box: Box, pixels: Pixels, phone: Phone): Pixels {
  const pixelMm = { x: glass.widthMm / glass.widthPx, y: glass.heightMm / glass.heightPx };
  const code: CodeOnGlass = { pixels, pixelMm, rect: box, fill: glass.kind.startsWith('led') ? 0.6 : 1 };
  const middleMm = glass.mountHeightM * 1_000 + (glass.heightPx / 2 - box.y - box.height / 2) * pixelMm.y;
  return photograph(code, { distanceMm: glass.viewingDistanceM * 1_000, riseMm: middleMm - eyeMm, yawDeg }, phone);
}
