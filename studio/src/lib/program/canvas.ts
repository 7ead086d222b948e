import { type ProgramCanvas, programCanvases } from '../../../../server/domain/live/canvas.ts';

/** Chosen before the show and never changed in it, because a new SPS in the middle would break players. */
export const canvasFormats = programCanvases;
export type CanvasFormat = ProgramCanvas;

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Pixels of one unit of the design that it is drawn after: 1280 × 720, or 720 × 1280 upright. */
  readonly scale: number;
}

export const canvases = {
  landscape: { width: 1280, height: 720, scale: 1 },
  portrait: { width: 720, height: 1280, scale: 1 },
  /** For weak machines and thin lines. */
  small: { width: 854, height: 480, scale: 2 / 3 },
} as const satisfies Record<CanvasFormat, Canvas>;

export const PROGRAM_FPS = 25;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
