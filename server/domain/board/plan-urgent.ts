import { breakLines } from './break-lines.ts';
import { minFontPx } from './legibility.ts';
import { chooseLayout, type GlassSize, type Rect } from './plan.ts';
import { textWidthEm } from './text-width.ts';

/** Urgent words on one glass, in its device pixels: as large as they fit, and never smaller than can be read from where people stand. */
export interface UrgentPlan {
  /** What it is and where: above the words, or before them on a strip. */
  head: Rect & { font: number };
  words: Rect & { font: number; lineHeight: number };
  /** Whom to ask: below, or behind. */
  foot: Rect & { font: number };
  /** Lines as they are drawn. More than one page only where even the smallest legible type does not fit: they take turns. */
  pages: string[][];
  /** How long a page stands, ms. */
  pageMs: number;
}

export interface UrgentWords {
  head: string;
  words: string;
  foot: string;
}

const lineHeight = 1.22;
/** People read four characters a second aloud from a wall, and look up first. */
const msPerCharacter = 250;
const leastPageMs = 4_000;

export function planUrgent(glass: GlassSize, said: UrgentWords): UrgentPlan {
  const { widthPx: width, heightPx: height } = glass;
  const least = minFontPx(glass);
  const pad = Math.round(Math.min(width, height) * 0.05);
  const areas =
    chooseLayout(glass) === 'strip' ? inARow({ width, height, pad, least, said }) : inAColumn({ width, height, pad, least, said });
  const { words } = areas;
  const font = largestFont(said.words, words, least);
  const lines = breakLines(said.words, words.width / font);
  const perPage = Math.max(1, Math.floor(words.height / (font * lineHeight)));
  const pages: string[][] = [];
  for (let from = 0; from < Math.max(lines.length, 1); from += perPage) pages.push(lines.slice(from, from + perPage));
  const longest = Math.max(...pages.map((page) => page.join('').length));
  return { ...areas, words: { ...words, font, lineHeight }, pages, pageMs: Math.max(leastPageMs, longest * msPerCharacter) };
}

interface Room {
  width: number;
  height: number;
  pad: number;
  least: number;
  said: UrgentWords;
}

/** Head, words and foot one below the other. */
function inAColumn({ width, height, pad, least, said }: Room) {
  const inner = width - 2 * pad;
  const side = (text: string) => sideFont({ wanted: Math.max(least, Math.round(Math.min(width, height) * 0.06)), room: inner, text });
  const head = { x: pad, y: pad, width: inner, font: side(said.head), height: 0 };
  head.height = Math.round(head.font * 1.6);
  const foot = { x: pad, y: 0, width: inner, font: side(said.foot), height: 0 };
  foot.height = said.foot === '' ? 0 : Math.round(foot.font * 1.4);
  foot.y = height - pad - foot.height;
  const y = head.y + head.height;
  return { head, foot, words: { x: pad, y, width: inner, height: Math.max(least, foot.y - y) } };
}

/** A strip is read from left to right: a fifth for what it is, a fifth for whom to ask. */
function inARow({ width, height, pad, least, said }: Room) {
  const fifth = Math.round(width / 5);
  const side = (text: string) => sideFont({ wanted: Math.max(least, Math.round(height * 0.32)), room: fifth - pad, text });
  const head = { x: pad, y: 0, width: fifth - pad, height, font: side(said.head) };
  const foot = { x: width - fifth, y: 0, width: fifth - pad, height, font: side(said.foot) };
  const inset = Math.round(height * 0.06);
  return { head, foot, words: { x: fifth + pad, y: inset, width: width - 2 * fifth - 2 * pad, height: height - 2 * inset } };
}

/** What it is stands on a badge, whose air is a part of the line. */
const badgeEm = 1.2;

const sideFont = ({ wanted, room, text }: { wanted: number; room: number; text: string }) =>
  text === '' ? wanted : Math.max(1, Math.min(wanted, Math.floor(room / (textWidthEm(text) + badgeEm))));

/** By halving: whether a font fits is true up to some size, and false from there. */
function largestFont(text: string, area: { width: number; height: number }, least: number): number {
  let fits = least;
  let tooLarge = Math.floor(area.height / lineHeight) + 1;
  while (tooLarge - fits > 1) {
    const font = Math.floor((fits + tooLarge) / 2);
    if (breakLines(text, area.width / font).length * font * lineHeight <= area.height && widestWordEm(text) * font <= area.width)
      fits = font;
    else tooLarge = font;
  }
  return fits;
}

/** A number or a word that the type must leave whole. */
const wholeWords = /[A-Za-z0-9@#&+_~=¥$][A-Za-z0-9@#&+_~=¥$./:-]*/g;

const widestWordEm = (text: string) => Math.max(0, ...(text.match(wholeWords) ?? []).map(textWidthEm));
