/** The kit's tokens as the canvas needs them; read once from the document, so that they stand in one place. */
export interface Colours {
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

/** A sheet to draw one piece on, in units of the design whatever the canvas is. */
export interface Pen {
  readonly canvas: HTMLCanvasElement;
  readonly draw: CanvasRenderingContext2D;
  readonly colours: Colours;
  readonly scale: number;
}

export interface Line {
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

export function penFor(size: { width: number; height: number }, { colours, scale }: Pick<Pen, 'colours' | 'scale'>): Pen {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * scale);
  canvas.height = Math.round(size.height * scale);
  const draw = canvas.getContext('2d');
  if (!draw) throw new Error('This browser draws no canvas');
  draw.scale(scale, scale);
  return { canvas, draw, colours, scale };
}

/** @returns the width that was used */
export function write({ draw, colours }: Pen, text: string, line: Line): number {
  draw.font = `${line.weight} ${line.size}px ${colours.font}`;
  draw.fillStyle = line.colour;
  draw.textAlign = line.align ?? 'left';
  draw.textBaseline = 'middle';
  const shown = line.within === undefined ? text : cut(draw, text, line.within);
  draw.fillText(shown, line.x, line.y);
  return draw.measureText(shown).width;
}

export function widthOf({ draw, colours }: Pen, text: string, { size, weight }: Pick<Line, 'size' | 'weight'>): number {
  draw.font = `${weight} ${size}px ${colours.font}`;
  return draw.measureText(text).width;
}

export function fillBox(
  { draw }: Pen,
  box: { x: number; y: number; width: number; height: number; radius?: number },
  colour: string,
): void {
  draw.fillStyle = colour;
  draw.beginPath();
  draw.roundRect(box.x, box.y, box.width, box.height, box.radius ?? 0);
  draw.fill();
}

function cut(draw: CanvasRenderingContext2D, text: string, within: number): string {
  if (draw.measureText(text).width <= within) return text;
  const letters = [...text];
  while (letters.length > 0 && draw.measureText(`${letters.join('')}…`).width > within) letters.pop();
  return letters.length === 0 ? '' : `${letters.join('')}…`;
}

export function coloursOf(element: Element): Colours {
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
    live: token('--live', '#ae1219'),
    onLive: token('--on-live', '#ffffff'),
    font: token('--font-glass', 'sans-serif'),
  };
}
