import QRCode from 'qrcode';
import type { PitchOnWire } from '../../../../server/contract/live.ts';
import { wordRow } from '../../../../server/domain/board/row-words.ts';
import { CANVAS_HEIGHT, CANVAS_WIDTH } from './canvas-size.ts';
import type { Overlay } from './compositor-messages.ts';

/** What stands on the picture. Wording comes from messages; facts are worded as on the walls. */
export interface OnPicture {
  readonly hostName: string;
  readonly organiser: string;
  readonly pitch: PitchOnWire | null;
  /** YYYY-MM-DD in the show's zone. */
  readonly today: string;
  readonly words: {
    readonly host: string;
    readonly live: string;
    /** 扫码 抢 103 号岗 */
    readonly scan: (number: number) => string;
  };
}

/** The kit's tokens as the canvas needs them; read once from the document, so that they stand in one place. */
interface Colours {
  readonly ink: string;
  readonly onInk: string;
  readonly quiet: string;
  readonly tag: string;
  readonly onTag: string;
  readonly pay: string;
  readonly open: string;
  readonly full: string;
  readonly live: string;
  readonly onLive: string;
  readonly font: string;
}

const CARD_HEIGHT = 136;
const MARGIN = 40;
/** Pixels a module: video compression blurs anything finer. */
const MODULE_PX = 6;
const QUIET_MODULES = 4;
const SCAN_LINE_PX = 44;

/** Paints what lies over the host's picture, as few small pieces: the compositor blends them 25 times a second. */
export async function paintOverlays(on: OnPicture): Promise<Overlay[]> {
  const colours = coloursOf(document.documentElement);
  await document.fonts.ready;
  const pieces = [paintLower(on, colours), paintBadge(on, colours)];
  if (on.pitch) pieces.push(paintCard(on, on.pitch, colours), paintCode(on, on.pitch, colours));
  return Promise.all(pieces.map(async ({ canvas, ...place }) => ({ bitmap: await createImageBitmap(canvas), ...place })));
}

interface Piece {
  readonly canvas: HTMLCanvasElement;
  readonly x: number;
  readonly y: number;
  readonly hasCode?: boolean;
}

function paintCard(on: OnPicture, pitch: PitchOnWire, colours: Colours): Piece {
  const { canvas, draw } = sheet(CANVAS_WIDTH, CARD_HEIGHT);
  const words = wordRow(pitch, { locale: 'zh-CN', today: on.today, hidePlaces: false });
  draw.fillStyle = colours.ink;
  draw.globalAlpha = 0.94;
  draw.fillRect(0, 0, CANVAS_WIDTH, CARD_HEIGHT);
  draw.globalAlpha = 1;

  roundBox(draw, MARGIN, 34, 104, 68, 10, colours.tag);
  write(draw, words.number, { x: MARGIN + 52, y: 70, size: 44, weight: 700, colour: colours.onTag, align: 'center' }, colours);

  const pay = { x: CANVAS_WIDTH - MARGIN, y: 72 };
  const unitWidth = words.pay.unit
    ? write(draw, words.pay.unit, { ...pay, y: 84, size: 28, weight: 700, colour: colours.pay, align: 'right' }, colours) + 10
    : 0;
  const payWidth = write(
    draw,
    words.pay.amount,
    { ...pay, x: pay.x - unitWidth, size: 64, weight: 700, colour: colours.pay, align: 'right' },
    colours,
  );

  const left = MARGIN + 128;
  const right = pay.x - unitWidth - payWidth - 32;
  const tradeWidth = write(
    draw,
    words.trade,
    { x: left, y: 46, size: 46, weight: 700, colour: colours.onInk, within: right - left },
    colours,
  );
  if (words.employer) {
    write(
      draw,
      words.employer,
      { x: left + tradeWidth + 16, y: 52, size: 26, weight: 400, colour: colours.quiet, within: right - left - tradeWidth - 16 },
      colours,
    );
  }
  const places = words.places ?? '';
  const placesWidth = places ? widthOf(draw, places, 30, 700, colours) + 28 : 0;
  const facts = [words.place, words.shift, words.settlement].filter(Boolean).join(' · ');
  const factsWidth = write(
    draw,
    facts,
    { x: left, y: 98, size: 30, weight: 400, colour: colours.onInk, within: right - left - placesWidth },
    colours,
  );
  write(
    draw,
    places,
    { x: left + factsWidth + 28, y: 98, size: 30, weight: 700, colour: pitch.filled ? colours.full : colours.open },
    colours,
  );
  return { canvas, x: 0, y: CANVAS_HEIGHT - CARD_HEIGHT };
}

/** Dark on pure white with its quiet zone, whole pixels a module; above it what to do. */
function paintCode(on: OnPicture, pitch: PitchOnWire, colours: Colours): Piece {
  const { modules } = QRCode.create(pitch.link.url, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET_MODULES) * MODULE_PX;
  const { canvas, draw } = sheet(side, side + SCAN_LINE_PX);
  draw.fillStyle = '#ffffff';
  draw.fillRect(0, 0, side, side + SCAN_LINE_PX);
  write(
    draw,
    on.words.scan(pitch.number),
    { x: side / 2, y: 28, size: 26, weight: 700, colour: colours.ink, align: 'center', within: side - 16 },
    colours,
  );
  draw.fillStyle = '#000000';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      draw.fillRect((column + QUIET_MODULES) * MODULE_PX, SCAN_LINE_PX + (row + QUIET_MODULES) * MODULE_PX, MODULE_PX, MODULE_PX);
    }
  }
  return { canvas, x: CANVAS_WIDTH - side - MARGIN, y: CANVAS_HEIGHT - CARD_HEIGHT - side - SCAN_LINE_PX - 24, hasCode: true };
}

/** Who speaks, and for whom: stands in the picture by rule. */
function paintLower(on: OnPicture, colours: Colours): Piece {
  const { canvas, draw } = sheet(480, 92);
  const name = `${on.words.host} ${on.hostName}`;
  const width = Math.min(Math.max(widthOf(draw, name, 32, 700, colours), widthOf(draw, on.organiser, 22, 400, colours)) + 48, 480);
  draw.globalAlpha = 0.82;
  roundBox(draw, 0, 0, width, 92, 10, colours.ink);
  draw.globalAlpha = 1;
  write(draw, name, { x: 24, y: 34, size: 32, weight: 700, colour: colours.onInk, within: width - 48 }, colours);
  write(draw, on.organiser, { x: 24, y: 68, size: 22, weight: 400, colour: colours.quiet, within: width - 48 }, colours);
  const bottom = on.pitch ? CARD_HEIGHT : 0;
  return { canvas, x: MARGIN, y: CANVAS_HEIGHT - bottom - 92 - 24 };
}

function paintBadge(on: OnPicture, colours: Colours): Piece {
  const { canvas, draw } = sheet(160, 56);
  const width = widthOf(draw, on.words.live, 28, 700, colours) + 36;
  roundBox(draw, 0, 0, width, 52, 8, colours.live);
  write(draw, on.words.live, { x: 18, y: 27, size: 28, weight: 700, colour: colours.onLive }, colours);
  return { canvas, x: MARGIN, y: 32 };
}

interface Line {
  readonly x: number;
  /** Middle of the line. */
  readonly y: number;
  readonly size: number;
  readonly weight: 400 | 700;
  readonly colour: string;
  readonly align?: CanvasTextAlign;
  /** Cut with an ellipsis beyond this width. */
  readonly within?: number;
}

/** @returns the width that was used */
function write(draw: CanvasRenderingContext2D, text: string, line: Line, colours: Colours): number {
  draw.font = `${line.weight} ${line.size}px ${colours.font}`;
  draw.fillStyle = line.colour;
  draw.textAlign = line.align ?? 'left';
  draw.textBaseline = 'middle';
  const shown = line.within === undefined ? text : cut(draw, text, line.within);
  draw.fillText(shown, line.x, line.y);
  return draw.measureText(shown).width;
}

function cut(draw: CanvasRenderingContext2D, text: string, within: number): string {
  if (draw.measureText(text).width <= within) return text;
  const letters = [...text];
  while (letters.length > 0 && draw.measureText(`${letters.join('')}…`).width > within) letters.pop();
  return letters.length === 0 ? '' : `${letters.join('')}…`;
}

function widthOf(draw: CanvasRenderingContext2D, text: string, size: number, weight: number, colours: Colours): number {
  draw.font = `${weight} ${size}px ${colours.font}`;
  return draw.measureText(text).width;
}

function roundBox(
  draw: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  colour: string,
): void {
  draw.fillStyle = colour;
  draw.beginPath();
  draw.roundRect(x, y, width, height, radius);
  draw.fill();
}

function sheet(width: number, height: number): { canvas: HTMLCanvasElement; draw: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('This browser draws no canvas');
  return { canvas, draw };
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    ink: token('--ink', '#08182a'),
    onInk: token('--on-ink', '#ffffff'),
    quiet: token('--on-ink-quiet', '#b9cbdc'),
    tag: token('--tag', '#dfe9f2'),
    onTag: token('--on-tag', '#08182a'),
    pay: token('--pay', '#ffd84a'),
    open: token('--open', '#3fd0a4'),
    full: token('--on-ink-full', '#8aa0b5'),
    live: token('--live', '#ff4d4f'),
    onLive: token('--on-live', '#ffffff'),
    font: token('--font-glass', 'sans-serif'),
  };
}
