import { type Box, type CanvasFormat, canvases } from './canvas.ts';

/** 版式: how pictures and pieces share the canvas. Pure geometry, in the canvas's own pixels. */
export const layoutNames = ['host', 'pair', 'grid', 'screen', 'card', 'slate'] as const;
export type LayoutName = (typeof layoutNames)[number];

/** A picture by its name. These two have a place of their own; any other (a second camera, a guest) comes in the order in which it is given. */
export const HOST = 'host';
export const SCREEN = 'screen';

/** The picture of a guest, by the guest's id. */
export const guestPicture = (guestId: string): string => `guest:${guestId}`;
export const isGuestPicture = (source: string): boolean => source.startsWith('guest:');

/** A picture's place. `cover` cuts what is too much; `contain` shows all of it, because letters on a shared screen must not be cut. */
export interface Place extends Box {
  readonly source: string;
  readonly fit: 'cover' | 'contain';
}

/** What a layout needs before it can be chosen. */
export function canUse(layout: LayoutName, { sources, hasCard }: { sources: readonly string[]; hasCard: boolean }): boolean {
  switch (layout) {
    case 'pair':
      return sources.filter((source) => source !== SCREEN).length >= 2;
    case 'grid':
      return sources.length >= 2;
    case 'screen':
      return sources.includes(SCREEN);
    case 'card':
      return hasCard;
    case 'host':
    case 'slate':
      return true;
  }
}

/** What is shown when a layout's picture goes away in the middle of it: the host alone. Two people in four fields would be two holes. */
export function layoutInForce(chosen: LayoutName, has: Parameters<typeof canUse>[1]): LayoutName {
  if (!canUse(chosen, has)) return 'host';
  return chosen === 'grid' && has.sources.length === 2 && canUse('pair', has) ? 'pair' : chosen;
}

const GAP = 8;
/** In units of the design. */
export const DESIGN = { card: 136, cardTop: 140, cardUpright: 330, margin: 40, marginUpright: 24, beside: 24 } as const;

export interface Arrangement {
  readonly places: readonly Place[];
  /** The strip of the job card; none in a full card and on the slate. */
  readonly card: Box | undefined;
  /** Left for pictures when the card and the code's column are taken away. */
  readonly stage: Box;
}

/**
 * @param sources the pictures there are, in order
 * @param codeWidth of the code with its quiet zone, in pixels: layouts of several pictures keep a column free for it, so that it hides no face
 */
export function arrange(input: {
  format: CanvasFormat;
  layout: LayoutName;
  sources: readonly string[];
  hasCard: boolean;
  codeWidth: number;
  /** Pictures that are shown whole, whatever their place. */
  whole?: ReadonlySet<string>;
}): Arrangement {
  const { places, ...rest } = arranged(input);
  return { ...rest, places: places.map((place) => (input.whole?.has(place.source) ? { ...place, fit: 'contain' } : place)) };
}

function arranged(input: Parameters<typeof arrange>[0]): Arrangement {
  const { format, layout, sources, hasCard } = input;
  const canvas = canvases[format];
  const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height };
  if (layout === 'card' || layout === 'slate') return { places: [], card: undefined, stage: whole };
  return format === 'portrait' ? upright(input, whole) : lying({ ...input, scale: canvas.scale }, whole, { layout, sources, hasCard });
}

interface Wanted {
  layout: LayoutName;
  sources: readonly string[];
  hasCard: boolean;
}

function lying({ codeWidth, scale }: { codeWidth: number; scale: number }, whole: Box, wanted: Wanted): Arrangement {
  const cardHeight = Math.round(DESIGN.card * scale);
  const card = wanted.hasCard ? { x: 0, y: whole.height - cardHeight, width: whole.width, height: cardHeight } : undefined;
  const height = whole.height - (card ? cardHeight : 0);
  if (wanted.layout === 'host') return { places: [place(HOST, whole)], card, stage: { ...whole, height } };
  const column = Math.round(wanted.hasCard ? codeWidth + 2 * DESIGN.beside * scale : wanted.layout === 'screen' ? whole.width / 4 : 0);
  const stage = { x: 0, y: 0, width: whole.width - column, height };
  if (wanted.layout !== 'screen') return { places: shared(stage, wanted, 'across'), card, stage };
  // The host sits beside the screen, above the code.
  const corner = { x: stage.width + GAP, y: 0, width: column - GAP, height: Math.round(wanted.hasCard ? height * 0.42 : column * 0.75) };
  return { places: [place(SCREEN, stage, 'contain'), place(HOST, corner)], card, stage };
}

/** The phone platforms lay their chat over the lower third of an upright picture: names and card stand above, faces below. */
function upright(wanted: Wanted, whole: Box): Arrangement {
  const card = wanted.hasCard ? { x: 0, y: DESIGN.cardTop, width: whole.width, height: DESIGN.cardUpright } : undefined;
  const top = card ? card.y + card.height : 0;
  const stage = { x: 0, y: top, width: whole.width, height: whole.height - top };
  if (wanted.layout === 'host') return { places: [place(HOST, stage)], card, stage };
  if (wanted.layout !== 'screen') return { places: shared(stage, wanted, 'down'), card, stage };
  // Below the names where no card keeps its distance from them.
  const y = card ? top : DESIGN.cardTop;
  const shown = { x: 0, y, width: whole.width, height: Math.round((whole.width * 9) / 16) };
  const rest = { x: 0, y: shown.y + shown.height + GAP, width: whole.width, height: whole.height - shown.y - shown.height - GAP };
  return { places: [place(SCREEN, shown, 'contain'), place(HOST, rest)], card, stage };
}

function shared(stage: Box, { layout, sources }: Wanted, direction: 'across' | 'down'): Place[] {
  if (layout === 'pair') {
    const two = sources.filter((source) => source !== SCREEN).slice(0, 2);
    const cells = direction === 'across' ? cut(stage, { columns: two.length, rows: 1 }) : cut(stage, { columns: 1, rows: two.length });
    return two.flatMap((source, at) => placeIn(source, cells[at]));
  }
  const four = sources.slice(0, 4);
  const cells = cut(stage, { columns: 2, rows: 2 });
  const [, , third, fourth] = cells;
  // Three: the last one has the whole lower row, and no field stays empty.
  if (four.length === 3 && third && fourth) cells[2] = { ...third, width: fourth.x + fourth.width - third.x };
  return four.flatMap((source, at) => placeIn(source, cells[at]));
}

const place = (source: string, box: Box, fit: Place['fit'] = 'cover'): Place => ({ source, fit, ...box });
const placeIn = (source: string, box: Box | undefined): Place[] =>
  box ? [place(source, box, source === SCREEN ? 'contain' : 'cover')] : [];

/** Whole pixels, with a gap between them; the last column and row take what is left. */
function cut(box: Box, { columns, rows }: { columns: number; rows: number }): Box[] {
  const width = Math.floor((box.width - GAP * (columns - 1)) / columns);
  const height = Math.floor((box.height - GAP * (rows - 1)) / rows);
  return Array.from({ length: columns * rows }, (_, at) => {
    const column = at % columns;
    const row = Math.floor(at / columns);
    const x = box.x + column * (width + GAP);
    const y = box.y + row * (height + GAP);
    return {
      x,
      y,
      width: column === columns - 1 ? box.x + box.width - x : width,
      height: row === rows - 1 ? box.y + box.height - y : height,
    };
  });
}

/** The part of a picture (`from`) and of its place (`to`) that are drawn onto each other. */
export function fitted(picture: { width: number; height: number }, to: Place): { from: Box; to: Box } {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  if (to.fit === 'contain') {
    const scale = Math.min(to.width / picture.width, to.height / picture.height);
    const width = Math.round(picture.width * scale);
    const height = Math.round(picture.height * scale);
    const x = to.x + Math.floor((to.width - width) / 2);
    const y = to.y + Math.floor((to.height - height) / 2);
    return { from: whole, to: { x, y, width, height } };
  }
  const scale = Math.max(to.width / picture.width, to.height / picture.height);
  const width = to.width / scale;
  const height = to.height / scale;
  return {
    from: { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height },
    to: { x: to.x, y: to.y, width: to.width, height: to.height },
  };
}
