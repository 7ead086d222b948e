import type { Rect } from '#server/domain/board/plan.ts';

/** Where a part of the plan stands, in device pixels. */
export const area = ({ x, y, width, height }: Rect) => `position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
