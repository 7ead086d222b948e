import type { PitchOnWire } from '../../../../server/contract/live.ts';
import { type RowWords, wordRow } from '../../../../server/domain/board/row-words.ts';
import { DESIGN } from './layouts.ts';
import { fillBox, type Pen, penFor, widthOf, write } from './pen.ts';
import { PROGRAM_LOCALE } from './program-words.ts';

/** What a card says. Facts are worded as on the walls. */
export interface CardFacts {
  readonly pitch: PitchOnWire;
  /** YYYY-MM-DD in the show's zone. */
  readonly today: string;
  readonly showNumber: boolean;
}
type Like = Pick<Pen, 'colours' | 'scale'>;

const wordsOf = ({ pitch, today }: CardFacts): RowWords => wordRow(pitch, { locale: PROGRAM_LOCALE, today, hidePlaces: false });
const background = (pen: Pen, size: { width: number; height: number }) => {
  pen.draw.globalAlpha = 0.94;
  fillBox(pen, { x: 0, y: 0, ...size }, pen.colours.ink);
  pen.draw.globalAlpha = 1;
};

/** Along the lower edge of a lying picture: two lines. */
export function paintStrip(facts: CardFacts, like: Like): Pen {
  const size = { width: 1280, height: DESIGN.card };
  const pen = penFor(size, like);
  const { colours } = like;
  const words = wordsOf(facts);
  background(pen, size);
  const left = facts.showNumber ? DESIGN.margin + 128 : DESIGN.margin;
  if (facts.showNumber) numberTag(pen, words.number, { x: DESIGN.margin, y: 34, width: 104, height: 68, size: 44 });
  const payWidth = writePay(pen, words, { right: size.width - DESIGN.margin, y: 72, size: 64 });
  const within = size.width - DESIGN.margin - payWidth - 32 - left;
  const tradeWidth = write(pen, words.trade, { x: left, y: 46, size: 46, weight: 700, colour: colours.onInk, within });
  if (words.employer) {
    const line = { x: left + tradeWidth + 16, y: 52, size: 26, weight: 400, colour: colours.quiet } as const;
    write(pen, words.employer, { ...line, within: within - tradeWidth - 16 });
  }
  const places = words.places ?? '';
  const placesLine = { size: 30, weight: 700, colour: facts.pitch.filled ? colours.full : colours.open } as const;
  const placesWidth = places ? widthOf(pen, places, placesLine) + 28 : 0;
  const line = { x: left, y: 98, size: 30, weight: 400, colour: colours.onInk, within: within - placesWidth } as const;
  const factsWidth = write(pen, factsLine(words), line);
  write(pen, places, { ...placesLine, x: left + factsWidth + 28, y: 98 });
  return pen;
}

/** Across an upright picture: the facts stand below each other, beside the code. @param besideCode width that the code leaves, in units of the design */
export function paintBlock(facts: CardFacts, besideCode: number, like: Like): Pen {
  const size = { width: 720, height: DESIGN.cardUpright };
  const pen = penFor(size, like);
  const { colours } = like;
  const words = wordsOf(facts);
  background(pen, size);
  const x = DESIGN.marginUpright;
  const within = besideCode - 2 * x;
  const tag = facts.showNumber ? 104 : 0;
  if (facts.showNumber) numberTag(pen, words.number, { x, y: 24, width: 92, height: 60, size: 40 });
  write(pen, words.trade, { x: x + tag, y: 55, size: 44, weight: 700, colour: colours.onInk, within: within - tag });
  writePay(pen, words, { left: x, y: 122, size: 58 });
  const line = { x, size: 28, weight: 400, within } as const;
  write(pen, [words.place, words.settlement].filter(Boolean).join(' · '), { ...line, y: 182, colour: colours.onInk });
  write(pen, words.shift, { ...line, y: 222, colour: colours.onInk });
  write(pen, words.employer ?? '', { ...line, y: 260, colour: colours.quiet });
  write(pen, words.places ?? '', { ...line, y: 300, weight: 700, colour: facts.pitch.filled ? colours.full : colours.open });
  return pen;
}

/** The job alone, as large as it goes. */
export function paintFullCard(facts: CardFacts, { upright, besideCode }: { upright: boolean; besideCode: number }, like: Like): Pen {
  const size = upright ? { width: 720, height: 1280 } : { width: 1280, height: 720 };
  const pen = penFor(size, like);
  const { colours } = like;
  const words = wordsOf(facts);
  fillBox(pen, { x: 0, y: 0, ...size }, colours.ink);
  const x = upright ? DESIGN.marginUpright : DESIGN.margin;
  const top = upright ? 150 : 118;
  const within = besideCode - 2 * x;
  const tag = facts.showNumber ? (upright ? 150 : 176) : 0;
  if (facts.showNumber) numberTag(pen, words.number, { x, y: top, width: tag - 24, height: 92, size: upright ? 52 : 60 });
  const trade = { x: x + tag, y: top + 47, size: upright ? 60 : 72, weight: 700, colour: colours.onInk } as const;
  write(pen, words.trade, { ...trade, within: within - tag });
  writePay(pen, words, { left: x, y: top + 160, size: upright ? 84 : 104 });
  const line = { x, size: 36, weight: 400, within } as const;
  write(pen, [words.place, words.settlement].filter(Boolean).join(' · '), { ...line, y: top + 246, colour: colours.onInk });
  write(pen, words.shift, { ...line, y: top + 298, colour: colours.onInk });
  write(pen, words.employer ?? '', { ...line, size: 30, y: top + 346, colour: colours.quiet });
  const places = { ...line, size: 40, weight: 700, colour: facts.pitch.filled ? colours.full : colours.open } as const;
  write(pen, words.places ?? '', { ...places, y: top + 400 });
  return pen;
}

const factsLine = (words: RowWords): string => [words.place, words.shift, words.settlement].filter(Boolean).join(' · ');

function numberTag(pen: Pen, number: string, box: { x: number; y: number; width: number; height: number; size: number }): void {
  fillBox(pen, { ...box, radius: 10 }, pen.colours.tag);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 + 2 };
  write(pen, number, { ...middle, size: box.size, weight: 700, colour: pen.colours.onTag, align: 'center', within: box.width - 8 });
}

/** Amount and unit on one line, from the left or up to the right. @returns the width that was used */
function writePay(pen: Pen, words: RowWords, at: { left?: number; right?: number; y: number; size: number }): number {
  const amount = { size: at.size, weight: 700, colour: pen.colours.pay } as const;
  const unit = { size: Math.round(at.size * 0.44), weight: 700, colour: pen.colours.pay } as const;
  const amountWidth = widthOf(pen, words.pay.amount, amount);
  const unitWidth = words.pay.unit ? widthOf(pen, words.pay.unit, unit) + 10 : 0;
  const left = at.left ?? (at.right ?? 0) - amountWidth - unitWidth;
  write(pen, words.pay.amount, { ...amount, x: left, y: at.y });
  if (words.pay.unit) write(pen, words.pay.unit, { ...unit, x: left + amountWidth + 10, y: at.y + at.size * 0.19 });
  return amountWidth + unitWidth;
}
