import { DeviceError } from '$signage/program/device-problem.ts';
import type { PictureCut } from '../../../../server/contract/live.ts';
import { type CanvasFormat, canvases, PROGRAM_FPS } from './canvas.ts';
import type { FromCompositor, Overlay, ToCompositor } from './compositor-messages.ts';
import type { Place } from './layouts.ts';

/** Chromium's own (mediacapture-transform): not in TypeScript's DOM. */
interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
interface ChromiumMedia {
  MediaStreamTrackGenerator?: new (init: { kind: 'video' }) => TrackGenerator;
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => { readable: ReadableStream<VideoFrame> };
}

export interface CompositorRate {
  readonly fps: number;
  /** Share of the time that drawing took, 0 to 1. */
  readonly busy: number;
}

export interface CompositorEvents {
  /** Once a second, from the worker's own clock: also while the tab is hidden. */
  rate?(rate: CompositorRate): void;
  /** A guest's picture has begun to come, or comes no more. */
  flow?(name: string, flows: boolean): void;
  failed?(message: string): void;
}

/** What stands on the canvas: pictures in their places, and what lies over them. */
export interface Scene {
  readonly places: readonly Place[];
  readonly overlays: readonly Overlay[];
}

/** The studio needs Chrome or Edge (94 or newer); the page says so. */
export function canCompose(): boolean {
  const { MediaStreamTrackGenerator, MediaStreamTrackProcessor } = globalThis as ChromiumMedia;
  return MediaStreamTrackGenerator !== undefined && MediaStreamTrackProcessor !== undefined;
}

/** The program's picture: one fixed canvas, drawn in a worker so that a hidden tab doesn't slow it down. */
export class Compositor {
  readonly format: CanvasFormat;
  readonly track: MediaStreamTrack;
  readonly #worker: Worker;
  readonly #drawn = new Map<number, (timestamp: number) => void>();
  #bare: MediaStreamTrack | undefined;
  readonly #cuts = new Map<PictureCut, MediaStreamTrack>();
  #tag = 0;

  /** @throws DeviceError DEVICE_UNUSABLE where the browser can't compose */
  constructor(format: CanvasFormat, events: CompositorEvents = {}) {
    this.format = format;
    const generator = newTrack();
    this.track = generator;
    this.#worker = new Worker(new URL('./compositor-worker.ts', import.meta.url), { type: 'module', name: 'compositor' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromCompositor>) => {
      if (data.type === 'rate') events.rate?.(data);
      else if (data.type === 'flow') events.flow?.(data.name, data.flows);
      else if (data.type === 'failed') events.failed?.(data.message);
      else {
        this.#drawn.get(data.tag)?.(data.timestamp);
        this.#drawn.delete(data.tag);
      }
    };
    this.#worker.onerror = (event) => events.failed?.(event.message);
    this.#tell({ type: 'start', output: generator.writable, format }, [generator.writable]);
  }

  get width(): number {
    return canvases[this.format].width;
  }

  get height(): number {
    return canvases[this.format].height;
  }

  /** Gives a named picture. The compositor takes frames of the track; stopping the device stays with its owner. */
  setSource(name: string, track: MediaStreamTrack | 'test' | undefined): void {
    if (track === undefined || track === 'test') {
      this.#tell({ type: 'source', name, frames: track ?? null });
      return;
    }
    const { MediaStreamTrackProcessor } = globalThis as ChromiumMedia;
    if (!MediaStreamTrackProcessor) throw new DeviceError('DEVICE_UNUSABLE');
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 2 });
    this.#tell({ type: 'source', name, frames: readable }, [readable]);
  }

  /** Replaces the whole scene between two frames. Resolves when a frame with it has gone to the encoder. */
  setScene({ places, overlays }: Scene): Promise<number> {
    this.#tag += 1;
    const tag = this.#tag;
    const drawn = new Promise<number>((resolve) => this.#drawn.set(tag, resolve));
    this.#tell(
      { type: 'scene', places, overlays, tag },
      overlays.map((overlay) => overlay.bitmap),
    );
    return drawn;
  }

  /** Shows one piece after the other over everything, a second each. */
  countDown(pieces: readonly Overlay[]): void {
    this.#tell(
      { type: 'countdown', pieces, eachMs: 1000 },
      pieces.map((piece) => piece.bitmap),
    );
  }

  /** Fewer frames than {@link PROGRAM_FPS} where the machine can't carry them. */
  setRate(fps: number): void {
    this.#tell({ type: 'rate', fps: Math.min(fps, PROGRAM_FPS) });
  }

  /** The same pictures in the same places, with nothing over them: costs a frame more each time, so it exists only while somebody looks. */
  openBare(): MediaStreamTrack {
    if (this.#bare) return this.#bare;
    const generator = newTrack();
    this.#bare = generator;
    this.#tell({ type: 'bare', output: generator.writable }, [generator.writable]);
    return generator;
  }

  closeBare(): void {
    this.#bare?.stop();
    this.#bare = undefined;
    this.#tell({ type: 'bare', output: null });
  }

  /** The picture once more without what this cut leaves out, drawn only from now until `endCut`. */
  cut(cut: PictureCut): MediaStreamTrack {
    const known = this.#cuts.get(cut);
    if (known) return known;
    const generator = newTrack();
    this.#cuts.set(cut, generator);
    this.#tell({ type: 'cut', cut, output: generator.writable }, [generator.writable]);
    return generator;
  }

  endCut(cut: PictureCut): void {
    this.#cuts.get(cut)?.stop();
    if (this.#cuts.delete(cut)) this.#tell({ type: 'cut', cut, output: null });
  }

  close(): void {
    for (const cut of [...this.#cuts.keys()]) this.endCut(cut);
    this.#tell({ type: 'stop' });
    this.track.stop();
    this.#bare?.stop();
    // After the worker has closed the track's stream by itself.
    setTimeout(() => this.#worker.terminate(), 500);
  }

  #tell(message: ToCompositor, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

function newTrack(): TrackGenerator {
  const { MediaStreamTrackGenerator } = globalThis as ChromiumMedia;
  if (!MediaStreamTrackGenerator) throw new DeviceError('DEVICE_UNUSABLE');
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  // A moving host matters more than sharp letters: 'detail' would trade frames for sharpness.
  generator.contentHint = 'motion';
  return generator;
}
