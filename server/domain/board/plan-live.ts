import type { BoardPlan, Rect } from './plan.ts';
import { rowHeight } from './plan-sizes.ts';

/** 直播在岗位旁边: where picture, pitched job, the station's own jobs and the code stand. */
export interface LivePlan {
  picture: Rect;
  pitch: Rect;
  /** The station's own jobs. */
  own: Rect;
  ownRows: number;
  /** How an own job is drawn: short in a rail, or like any row. */
  ownKind: 'short' | 'row';
  /** So little room that the pitched job and an own one take turns in the same place. */
  takesTurns: boolean;
  panel: Rect;
}

const wide = 16 / 9;

/** `null` where a picture has no room beside the jobs: there the jobs stay, and the show has none of this glass. */
export function planLive(plan: BoardPlan, liveMode: 'off' | 'beside' | 'full'): LivePlan | null {
  if (liveMode === 'off' || plan.code === null || plan.rows === 0) return null;
  switch (plan.layout) {
    case 'landscape':
      return planLandscapeLive(plan, liveMode);
    case 'portrait':
      return planPortraitLive(plan, liveMode);
    case 'led':
      return planLedLive(plan);
    case 'strip':
      return null;
  }
}

function planLandscapeLive(plan: BoardPlan, liveMode: 'beside' | 'full'): LivePlan {
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
  const room = { width: list.width - 2 * gutter, height: list.height - row * (1 + below) - 2 * air };
  const picture = fitPicture({ x: gutter, y: list.y + air, ...room });
  const pitch = { x: 0, y: picture.y + picture.height + air, width: list.width, height: row };
  if (inRail > 0) {
    const rail = { x: plan.panel.x, width: plan.panel.width };
    const own = { ...rail, y: list.y, height: list.height - codeHeight };
    const panel = { ...rail, y: list.y + own.height, height: codeHeight };
    return { picture, pitch, own, ownRows: Math.min(inRail, 3), ownKind: 'short', takesTurns: false, panel };
  }
  const own = { x: 0, y: pitch.y + pitch.height, width: list.width, height: row * below };
  return { picture, pitch, own, ownRows: below, ownKind: 'row', takesTurns: false, panel: plan.panel };
}

function planPortraitLive(plan: BoardPlan, liveMode: 'beside' | 'full'): LivePlan {
  const { list, type } = plan;
  const row = Math.round(rowHeight(type, plan.rowLines, plan.width / 1080));
  const leastOwn = liveMode === 'beside' ? 1 : 0;
  const picture = fitPicture({ x: 0, y: list.y, width: list.width, height: list.height - row * (1 + leastOwn) });
  const pitch = { x: 0, y: picture.y + picture.height, width: list.width, height: row };
  const left = list.y + list.height - pitch.y - pitch.height;
  const ownRows = leastOwn === 0 ? 0 : Math.floor(left / row);
  const own = { x: 0, y: pitch.y + pitch.height, width: list.width, height: left };
  return { picture, pitch, own, ownRows, ownKind: 'row', takesTurns: false, panel: plan.panel };
}

function planLedLive(plan: BoardPlan): LivePlan {
  const { list } = plan;
  const picture = fitPicture({ x: 0, y: list.y, width: list.width, height: Math.round(list.height * 0.56) });
  const pitch = { x: 0, y: picture.y + picture.height, width: list.width, height: list.height - picture.height };
  return { picture, pitch, own: { ...pitch, height: 0 }, ownRows: 0, ownKind: 'row', takesTurns: true, panel: plan.panel };
}

/** The largest 16:9 picture in a room, in its middle. */
function fitPicture(room: Rect): Rect {
  const width = Math.floor(Math.min(room.width, room.height * wide));
  const height = Math.floor(width / wide);
  return { x: Math.round(room.x + (room.width - width) / 2), y: room.y, width, height };
}

/** Trade and pay on one line, number, distance and places on the other. */
export const shortTradePx = (plan: Pick<BoardPlan, 'type'>) => Math.round(Math.max(plan.type.trade * 0.78, plan.type.fact * 1.1));
const shortRowHeight = (plan: BoardPlan, scale: number) => Math.round(shortTradePx(plan) * 1.2 + plan.type.fact * 1.3 + 22 * scale);
