import type { PictureCut } from '../../../../server/contract/live.ts';

/** A prepared piece of picture and where it lies on the canvas. */
export interface Overlay {
  readonly bitmap: ImageBitmap;
  readonly x: number;
  readonly y: number;
  /** To be scanned: other platforms' pictures go without it. */
  readonly hasCode?: boolean;
}

export type BackgroundKind = 'camera' | 'test';

export type ToCompositor =
  | { readonly type: 'start'; readonly output: WritableStream<VideoFrame> }
  /** Frames of the camera; null takes it away. */
  | { readonly type: 'camera'; readonly frames: ReadableStream<VideoFrame> | null }
  | { readonly type: 'background'; readonly kind: BackgroundKind }
  /** Replaces all pieces at once, between two frames. `tag` comes back when a frame with them has been sent. */
  | { readonly type: 'overlays'; readonly overlays: readonly Overlay[]; readonly tag: number }
  /** The picture once more, as other platforms get it; null ends it. */
  | { readonly type: 'cut'; readonly cut: PictureCut; readonly output: WritableStream<VideoFrame> | null }
  | { readonly type: 'stop' };

export type FromCompositor =
  | { readonly type: 'drawn'; readonly tag: number; readonly timestamp: number }
  /** Once a second: how many frames went out. */
  | { readonly type: 'rate'; readonly fps: number }
  | { readonly type: 'failed'; readonly message: string };
