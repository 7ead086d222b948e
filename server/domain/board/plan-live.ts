import { type ProgramCanvas, shapeOf } from '../live/canvas.ts';
import type { Glass } from './manifest.ts';
import type { BoardPlan, Rect } from './plan.ts';
import { rowHeight } from './plan-sizes.ts';

/** 直播在岗位旁边: where picture, pitched job, the station's own jobs and the code stand. */
export interface LivePlan {
  picture: Rect;
  pitch: Rect;
  /** How the pitched job is drawn: like any row under the picture, or with a line for each fact beside an upright one. */
  pitchKind: 'row' | 'block';
  /** The station's own jobs. */
  own: Rect;
  ownRows: number;
  /** How an own job is drawn: short in a rail, or like any row. */
  ownKind: 'short' | 'row';
  /** So little room that the pitched job and an own one take turns in the same place. */
  takesTurns: boolean;
  panel: Rect;
}

/** `null` where a picture has no room beside the jobs: there the jobs stay, and the show has none of this glass. */
export function planLive(plan: BoardPlan, { liveMode, canvas = 'landscape' }: ShowOnPlan): LivePlan | null {
  if (liveMode === 'off' || plan.code === null || plan.rows === 0) return null;
  const show = { liveMode, shape: shapeOf(canvas) };
  switch (plan.layout) {
    case 'landscape':
      return planLandscapeLive(plan, show);
    case 'portrait':
      return planPortraitLive(plan, show);
    case 'led':
      return planLedLive(plan, show);
    case 'strip':
      return null;
  }
}

interface ShowOnPlan {
  liveMode: Glass['liveMode'];
  canvas?: ProgramCanvas | undefined;
}

interface Shaped {
  liveMode: 'beside' | 'full';
  /** Width over height. */
  shape: number;
}

/** Short jobs under each other; the others take turns. */
const mostShort = 3;

function planLandscapeLive(plan: BoardPlan, { liveMode, shape }: Shaped): LivePlan {
  const { list, type, gutter, code } = plan;
  const scale = plan.height / 1080;
  const air = Math.round(28 * scale);
  const row = Math.round(rowHeight(type, plan.rowLines, scale));
  const codeHeight = (code?.totalPx ?? 0) + Math.round(type.imperative * 1.5);
  const railRoom = list.height - codeHeight;
  const short = shortRowHeight(plan, scale);
  const heading = Math.round(type.fact * 1.7);
  const inRail = plan.panel.y > 0 && liveMode === 'beside' ? Math.max(0, Math.floor((railRoom - heading) / short)) : 0;
  const below = liveMode === 'beside' && inRail === 0 ? 1 : 0;
  const whole = { x: gutter, y: list.y + air, width: list.width - 2 * gutter, height: list.height - 2 * air };
  const column = below === 1 ? ownInColumn(plan, besideBlock(plan, whole, shape), { heading, short }) : undefined;
  if (column) return { ...column, takesTurns: false, panel: plan.panel };
  const room = { ...whole, height: whole.height - row * below };
  const shown = besideBlock(plan, room, shape) ?? overRow(plan, room, { shape, row, air });
  if (inRail > 0) {
    const rail = { x: plan.panel.x, width: plan.panel.width };
    const own = { ...rail, y: list.y, height: list.height - codeHeight };
    const panel = { ...rail, y: list.y + own.height, height: codeHeight };
    return { ...shown, own, ownRows: Math.min(inRail, mostShort), ownKind: 'short', takesTurns: false, panel };
  }
  const own = { x: 0, y: footOf(shown, air), width: list.width, height: row * below };
  return { ...shown, own, ownRows: below, ownKind: 'row', takesTurns: false, panel: plan.panel };
}

/** Beside an upright picture there may be room for the station's own jobs under the pitched one: then nothing stands under the picture. */
function ownInColumn(
  plan: BoardPlan,
  shown: Shown | undefined,
  { heading, short }: { heading: number; short: number },
): (Shown & Pick<LivePlan, 'own' | 'ownRows' | 'ownKind'>) | undefined {
  if (shown === undefined) return undefined;
  const { pitch } = shown;
  const ownRows = Math.min(mostShort, Math.floor((pitch.height - blockHeight(plan) - heading) / short));
  if (ownRows < 1) return undefined;
  const height = heading + ownRows * short;
  const own = { ...pitch, y: pitch.y + pitch.height - height, height };
  return { ...shown, pitch: { ...pitch, height: pitch.height - height }, own, ownRows, ownKind: 'short' };
}

function planPortraitLive(plan: BoardPlan, { liveMode, shape }: Shaped): LivePlan {
  const { list, type } = plan;
  const row = Math.round(rowHeight(type, plan.rowLines, plan.width / 1080));
  const leastOwn = liveMode === 'beside' ? 1 : 0;
  const room = { ...list, height: list.height - row * leastOwn };
  // An upright picture could take the jobs' room to the last row: it leaves them half of the glass.
  const most = shape < 1 && liveMode === 'beside' ? Math.min(room.height, Math.floor(plan.height / 2)) : room.height;
  const shown =
    besideBlock(plan, { ...room, height: most }, shape) ??
    overRow(plan, { ...room, height: Math.min(room.height, most + row) }, { shape, row, air: 0 });
  const y = footOf(shown, 0);
  const left = list.y + list.height - y;
  const ownRows = leastOwn === 0 ? 0 : Math.floor(left / row);
  const own = { x: 0, y, width: list.width, height: left };
  return { ...shown, own, ownRows, ownKind: 'row', takesTurns: false, panel: plan.panel };
}

function planLedLive(plan: BoardPlan, { shape }: Shaped): LivePlan {
  const { list } = plan;
  const picture = fitPicture({ x: 0, y: list.y, width: list.width, height: Math.round(list.height * 0.56) }, shape);
  const pitch = { x: 0, y: picture.y + picture.height, width: list.width, height: list.height - picture.height };
  const own = { ...pitch, height: 0 };
  return { picture, pitch, pitchKind: 'row', own, ownRows: 0, ownKind: 'row', takesTurns: true, panel: plan.panel };
}

type Shown = Pick<LivePlan, 'picture' | 'pitch' | 'pitchKind'>;

/** An upright picture as high as its room, and the pitched job beside it; `undefined` where there is no room for its words. */
function besideBlock(plan: BoardPlan, room: Rect, shape: number): Shown | undefined {
  if (shape >= 1) return undefined;
  const fitted = fitPicture(room, shape);
  const picture = { ...fitted, x: room.x };
  const x = picture.x + picture.width;
  const pitch = { x, y: room.y, width: plan.list.x + plan.list.width - x, height: picture.height };
  const fits = blockPlan(plan, pitch).textWidth >= plan.type.fact * 9 && blockHeight(plan) <= pitch.height;
  return fits ? { picture, pitch, pitchKind: 'block' } : undefined;
}

/** The picture over the pitched job's row. */
function overRow(plan: BoardPlan, room: Rect, { shape, row, air }: { shape: number; row: number; air: number }): Shown {
  const picture = fitPicture({ ...room, height: room.height - row }, shape);
  const pitch = { x: 0, y: picture.y + picture.height + air, width: plan.list.width, height: row };
  return { picture, pitch, pitchKind: 'row' };
}

const footOf = ({ pitch, pitchKind }: Shown, air: number): number => pitch.y + pitch.height + (pitchKind === 'block' ? air : 0);

/** Its five lines, with air between them. */
const blockHeight = ({ type }: BoardPlan) => Math.ceil((type.number * 1.3 + type.trade * 1.1 + type.pay + type.fact * 2.3) * 1.15);

/** The board by which a pitched job's block is drawn: as on few pixels, a fact a line. */
export function blockPlan(plan: BoardPlan, pitch: Rect): BoardPlan {
  return { ...plan, layout: 'led', textWidth: pitch.width - 2 * plan.gutter, badgeWidth: Math.round(plan.type.number * 2.7) };
}

/** The largest picture of this shape in a room, in its middle. */
function fitPicture(room: Rect, shape: number): Rect {
  const width = Math.floor(Math.min(room.width, room.height * shape));
  const height = Math.floor(width / shape);
  return { x: Math.round(room.x + (room.width - width) / 2), y: room.y, width, height };
}

/** Trade and pay on one line, number, distance and places on the other. */
export const shortTradePx = (plan: Pick<BoardPlan, 'type'>) => Math.round(Math.max(plan.type.trade * 0.78, plan.type.fact * 1.1));
const shortRowHeight = (plan: BoardPlan, scale: number) => Math.round(shortTradePx(plan) * 1.2 + plan.type.fact * 1.3 + 22 * scale);
