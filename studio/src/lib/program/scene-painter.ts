import { type CanvasFormat, canvases } from './canvas.ts';
import { type CardFacts, paintBlock, paintFullCard, paintStrip } from './card-piece.ts';
import { type CodeSize, codeSize, paintCode } from './code-piece.ts';
import type { Scene } from './compositor.ts';
import type { Overlay } from './compositor-messages.ts';
import { guestNames } from './guest-names.ts';
import { arrange, DESIGN, HOST, type LayoutName, layoutInForce, type Place } from './layouts.ts';
import { coloursOf, fillBox, type Pen, penFor, widthOf, write } from './pen.ts';
import { programLetters, programWords } from './program-words.ts';

/** What stands on the picture, worded by `programWords`; facts are worded as on the walls. Plain data: it goes to other windows too. */
export interface OnPicture {
  readonly format: CanvasFormat;
  /** As chosen; what is shown follows from the pictures there are. */
  readonly layout: LayoutName;
  readonly sources: readonly string[];
  readonly title: string;
  readonly hostName: string;
  readonly organiser: string;
  readonly pitch: CardFacts['pitch'] | null;
  /** Who is on stage with the host. */
  readonly guests: readonly GuestOnPicture[];
  /** YYYY-MM-DD in the show's zone. */
  readonly today: string;
}

export interface GuestOnPicture {
  /** The name of the picture, where there is one; a guest who is only heard is named all the same. */
  readonly source: string;
  readonly name: string;
  /** All of it is shown, with bars where its shape is another. */
  readonly whole: boolean;
}

/** Which pieces a way out carries: the phone platforms punish codes that lead elsewhere. */
export interface Shown {
  readonly code: boolean;
  readonly number: boolean;
}
const EVERYTHING: Shown = { code: true, number: true };

/** Most pixels of a code's side, in units of the design. */
const CODE = { strip: 262, full: 480, fullUpright: 560 } as const;

export interface Piece {
  readonly pen: Pen;
  readonly x: number;
  readonly y: number;
  readonly hasCode?: boolean;
}
type Like = Pick<Pen, 'colours' | 'scale'>;

/** Arranges the pictures and paints what lies over them, as few small pieces: the compositor blends them 25 times a second. */
export async function paintScene(on: OnPicture, shown: Shown = EVERYTHING): Promise<Scene> {
  const like = { colours: coloursOf(document.documentElement), scale: canvases[on.format].scale };
  await lettersOf(on, like);
  const layout = layoutInForce(on.layout, { sources: on.sources, hasCard: on.pitch !== null });
  const code = on.pitch ? sizeOf(on, layout, on.pitch.link.url) : undefined;
  // The code's column stays free where the code is left out: the pictures stand alike on every way out.
  const whole = new Set(on.guests.filter((guest) => guest.whole).map(({ source }) => source));
  const { places, card } = arrange({ ...on, layout, hasCard: on.pitch !== null, codeWidth: code?.side ?? 0, whole });
  const pieces = layout === 'slate' ? [paintSlate(on, like)] : [];
  if (on.pitch && code) {
    const facts = { pitch: on.pitch, today: on.today, showNumber: shown.number };
    if (layout === 'card') pieces.push(...fullCard(on, facts, { code, shown }, like));
    else if (card) pieces.push(...strip(on, facts, { code, shown, card, layout }, like));
  }
  const hostPlace = layout === 'pair' || layout === 'grid' ? places.find(({ source }) => source === HOST) : undefined;
  pieces.push(lowerThird(on, { hasCard: card !== undefined, hostPlace }, like), badge(on, like));
  if (layout !== 'slate') pieces.push(...guestNames(on, places, like));
  return { places, overlays: await Promise.all(pieces.map(toOverlay)) };
}

/** 3, 2, 1, one after the other in the middle of the picture. */
export function paintCountdown(format: CanvasFormat): Promise<Overlay[]> {
  const { scale, width, height } = canvases[format];
  const like = { colours: coloursOf(document.documentElement), scale };
  const side = 300;
  const at = { x: Math.round((width - side * scale) / 2), y: Math.round((height - side * scale) * (format === 'portrait' ? 0.6 : 0.38)) };
  return Promise.all(
    ['3', '2', '1'].map((digit) => {
      const pen = penFor({ width: side, height: side }, like);
      pen.draw.globalAlpha = 0.86;
      fillBox(pen, { x: 0, y: 0, width: side, height: side, radius: side / 2 }, like.colours.ink);
      pen.draw.globalAlpha = 1;
      write(pen, digit, { x: side / 2, y: side / 2 + 8, size: 200, weight: 700, colour: like.colours.onInk, align: 'center' });
      return toOverlay({ pen, ...at });
    }),
  );
}

/** Fetches the letters of what is still to come: the host's key must not wait for them while phones show the next job already. */
export const prepareLetters = (words: unknown): Promise<void> => lettersOf(words, { colours: coloursOf(document.documentElement) });

/** A canvas draws with what is loaded; the glass's own letters come in many small files, by the letters that are asked for. */
async function lettersOf(words: unknown, { colours }: Pick<Like, 'colours'>): Promise<void> {
  const text = programLetters + JSON.stringify(words);
  // Without them the system's letters do: a picture in other letters is better than none.
  await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 32px ${colours.font}`, text).catch(() => [])));
}

const toOverlay = async ({ pen, ...place }: Piece): Promise<Overlay> => ({ bitmap: await createImageBitmap(pen.canvas), ...place });

function sizeOf(on: OnPicture, layout: LayoutName, url: string): CodeSize {
  const { scale } = canvases[on.format];
  const most = layout !== 'card' ? CODE.strip : on.format === 'portrait' ? CODE.fullUpright : CODE.full;
  return codeSize(url, { most: most * scale, scale });
}

function strip(
  on: OnPicture,
  facts: CardFacts,
  { code, shown, card, layout }: { code: CodeSize; shown: Shown; card: { x: number; y: number; height: number }; layout: LayoutName },
  like: Like,
): Piece[] {
  const { width, scale } = canvases[on.format];
  const codePen = shown.code ? paintCode(facts.pitch.link.url, programWords.scan(facts.pitch.number), code, like) : undefined;
  if (on.format === 'portrait') {
    const besideCode = codePen ? width - code.side - DESIGN.marginUpright : width;
    const block = { pen: paintBlock(facts, besideCode, like), x: card.x, y: card.y };
    const y = card.y + Math.round((card.height - code.height) / 2);
    return codePen ? [block, { pen: codePen, x: width - code.side - DESIGN.marginUpright, y, hasCode: true }] : [block];
  }
  const margin = Math.round((layout === 'host' ? DESIGN.margin : DESIGN.beside) * scale);
  const line = { pen: paintStrip(facts, like), x: card.x, y: card.y };
  const above = card.y - code.height - Math.round(DESIGN.beside * scale);
  return codePen ? [line, { pen: codePen, x: width - code.side - margin, y: above, hasCode: true }] : [line];
}

function fullCard(on: OnPicture, facts: CardFacts, { code, shown }: { code: CodeSize; shown: Shown }, like: Like): Piece[] {
  const { width, height, scale } = canvases[on.format];
  const upright = on.format === 'portrait';
  const margin = Math.round(DESIGN.margin * scale);
  const besideCode = upright || !shown.code ? width / scale : (width - code.side - margin) / scale;
  const pieces = [{ pen: paintFullCard(facts, { upright, besideCode }, like), x: 0, y: 0 }];
  if (!shown.code) return pieces;
  const pen = paintCode(facts.pitch.link.url, programWords.scan(facts.pitch.number), code, like);
  const x = upright ? Math.round((width - code.side) / 2) : width - code.side - margin;
  const y = upright ? height - code.height - 60 : Math.round((height - code.height) / 2);
  return [...pieces, { pen, x, y, hasCode: true }];
}

/** The host is away for a moment, and says so: never a black picture, never a frozen one. */
function paintSlate(on: OnPicture, like: Like): Piece {
  const { width, height, scale } = canvases[on.format];
  const size = { width: width / scale, height: height / scale };
  const pen = penFor(size, like);
  fillBox(pen, { x: 0, y: 0, ...size }, like.colours.ink);
  const line = { x: size.width / 2, align: 'center', within: size.width - 80 } as const;
  const middle = size.height * 0.42;
  write(pen, programWords.slate, { ...line, y: middle, size: on.format === 'portrait' ? 64 : 80, weight: 700, colour: like.colours.onInk });
  write(pen, on.title, { ...line, y: middle + 90, size: 34, weight: 400, colour: like.colours.quiet });
  return { pen, x: 0, y: 0 };
}

/** Who speaks, and for whom: stands in the picture by rule. */
function lowerThird(on: OnPicture, { hasCard, hostPlace }: { hasCard: boolean; hostPlace: Place | undefined }, like: Like): Piece {
  const { height, scale } = canvases[on.format];
  // Among several people it stands in the host's own place, where it names nobody else.
  const most = hostPlace ? Math.min(480, hostPlace.width / scale - DESIGN.margin - 16) : 480;
  const pen = penFor({ width: most, height: 92 }, like);
  const { colours } = like;
  const name = programWords.host(on.hostName);
  const nameLine = { size: 32, weight: 700, colour: colours.onInk } as const;
  const organiserLine = { size: 22, weight: 400, colour: colours.quiet } as const;
  const width = Math.min(Math.max(widthOf(pen, name, nameLine), widthOf(pen, on.organiser, organiserLine)) + 48, most);
  pen.draw.globalAlpha = 0.82;
  fillBox(pen, { x: 0, y: 0, width, height: 92, radius: 10 }, colours.ink);
  pen.draw.globalAlpha = 1;
  write(pen, name, { ...nameLine, x: 24, y: 34, within: width - 48 });
  write(pen, on.organiser, { ...organiserLine, x: 24, y: 68, within: width - 48 });
  if (on.format === 'portrait') return { pen, x: DESIGN.marginUpright, y: 24 };
  const bottom = hostPlace ? hostPlace.y + hostPlace.height : height - (hasCard ? DESIGN.card : 0) * scale;
  return { pen, x: Math.round(DESIGN.margin * scale), y: Math.round(bottom - (92 + 24) * scale) };
}

function badge(on: OnPicture, like: Like): Piece {
  const canvas = canvases[on.format];
  const line = { size: 28, weight: 700, colour: like.colours.onLive } as const;
  const pen = penFor({ width: 160, height: 56 }, like);
  const width = Math.min(widthOf(pen, programWords.live, line) + 36, 160);
  fillBox(pen, { x: 0, y: 0, width, height: 52, radius: 8 }, like.colours.live);
  write(pen, programWords.live, { ...line, x: 18, y: 27, within: 124 });
  if (on.format === 'portrait') return { pen, x: Math.round(canvas.width - DESIGN.marginUpright - width), y: 44 };
  return { pen, x: Math.round(DESIGN.margin * canvas.scale), y: Math.round(32 * canvas.scale) };
}
