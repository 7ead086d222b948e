import type { PictureCut } from '../../../../server/contract/live.ts';
import type { CanvasFormat } from './canvas.ts';
import type { Place } from './layouts.ts';

/** A prepared piece of picture and where it lies on the canvas. */
export interface Overlay {
  readonly bitmap: ImageBitmap;
  readonly x: number;
  readonly y: number;
  /** To be scanned: other platforms' pictures go without it. */
  readonly hasCode?: boolean;
}

export type ToCompositor =
  | { readonly type: 'start'; readonly output: WritableStream<VideoFrame>; readonly format: CanvasFormat }
  /** Frames of a named picture; `test` for the built-in one, null takes it away. */
  | { readonly type: 'source'; readonly name: string; readonly frames: ReadableStream<VideoFrame> | 'test' | null }
  /** Where pictures stand, and what lies over them: all at once, between two frames. `tag` comes back when a frame with them has been sent. */
  | { readonly type: 'scene'; readonly places: readonly Place[]; readonly overlays: readonly Overlay[]; readonly tag: number }
  /** One piece after the other over everything else, `eachMs` long. */
  | { readonly type: 'countdown'; readonly pieces: readonly Overlay[]; readonly eachMs: number }
  | { readonly type: 'rate'; readonly fps: number }
  /** A second way out, without what lies over the pictures; null ends it. */
  | { readonly type: 'bare'; readonly output: WritableStream<VideoFrame> | null }
  /** The picture once more, as other platforms get it; null ends it. */
  | { readonly type: 'cut'; readonly cut: PictureCut; readonly output: WritableStream<VideoFrame> | null }
  | { readonly type: 'stop' };

export type FromCompositor =
  | { readonly type: 'drawn'; readonly tag: number; readonly timestamp: number }
  /** Once a second: how many frames went out, and which share of the time drawing and handing over took. */
  | { readonly type: 'rate'; readonly fps: number; readonly busy: number }
  /** A guest's picture has begun to come, or comes no more: known by the frames, before any server could say so. */
  | { readonly type: 'flow'; readonly name: string; readonly flows: boolean }
  | { readonly type: 'failed'; readonly message: string };
