import type { PictureCut } from '../../../../server/contract/live.ts';
import { CANVAS_FPS, CANVAS_HEIGHT, CANVAS_WIDTH } from './canvas-size.ts';
import type { BackgroundKind, FromCompositor, Overlay, ToCompositor } from './compositor-messages.ts';
import { DeviceError } from './device-problem.ts';

/** Chromium's own (mediacapture-transform): not in TypeScript's DOM. */
interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
interface ChromiumMedia {
  MediaStreamTrackGenerator?: new (init: { kind: 'video' }) => TrackGenerator;
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => { readable: ReadableStream<VideoFrame> };
}

export interface CompositorEvents {
  rate?(fps: number): void;
  failed?(message: string): void;
}

/** The studio needs Chrome or Edge (94 or newer); the page says so. */
export function canCompose(): boolean {
  const { MediaStreamTrackGenerator, MediaStreamTrackProcessor } = globalThis as ChromiumMedia;
  return MediaStreamTrackGenerator !== undefined && MediaStreamTrackProcessor !== undefined;
}

/** The program's picture: one fixed canvas, drawn in a worker so that a hidden tab doesn't slow it down. */
export class Compositor {
  readonly track: MediaStreamTrack;
  readonly #worker: Worker;
  readonly #drawn = new Map<number, (timestamp: number) => void>();
  readonly #cuts = new Map<PictureCut, MediaStreamTrack>();
  #camera: MediaStreamTrack | undefined;
  #tag = 0;

  /** @throws DeviceError DEVICE_UNUSABLE where the browser can't compose */
  constructor(events: CompositorEvents = {}) {
    const { MediaStreamTrackGenerator } = globalThis as ChromiumMedia;
    if (!MediaStreamTrackGenerator) throw new DeviceError('DEVICE_UNUSABLE');
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    // A moving host matters more than sharp letters: 'detail' would trade frames for sharpness.
    generator.contentHint = 'motion';
    this.track = generator;
    this.#worker = new Worker(new URL('./compositor-worker.ts', import.meta.url), { type: 'module', name: 'compositor' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromCompositor>) => {
      if (data.type === 'rate') events.rate?.(data.fps);
      else if (data.type === 'failed') events.failed?.(data.message);
      else {
        this.#drawn.get(data.tag)?.(data.timestamp);
        this.#drawn.delete(data.tag);
      }
    };
    this.#worker.onerror = (event) => events.failed?.(event.message);
    this.#tell({ type: 'start', output: generator.writable }, [generator.writable]);
  }

  static readonly width = CANVAS_WIDTH;
  static readonly height = CANVAS_HEIGHT;
  static readonly fps = CANVAS_FPS;

  /** The compositor takes frames of the track; stopping the device stays with its owner. */
  showCamera(track: MediaStreamTrack): void {
    const { MediaStreamTrackProcessor } = globalThis as ChromiumMedia;
    if (!MediaStreamTrackProcessor) throw new DeviceError('DEVICE_UNUSABLE');
    this.#camera = track;
    const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 2 });
    this.#tell({ type: 'camera', frames: readable }, [readable]);
    this.#background('camera');
  }

  showTestPicture(): void {
    this.#background('test');
    if (this.#camera) this.#tell({ type: 'camera', frames: null });
    this.#camera = undefined;
  }

  /** Replaces what lies over the picture, all at once. Resolves when a frame with it has gone to the encoder. */
  setOverlays(overlays: readonly Overlay[]): Promise<number> {
    this.#tag += 1;
    const tag = this.#tag;
    const drawn = new Promise<number>((resolve) => this.#drawn.set(tag, resolve));
    this.#tell(
      { type: 'overlays', overlays, tag },
      overlays.map((overlay) => overlay.bitmap),
    );
    return drawn;
  }

  /** The picture once more without what this cut leaves out, drawn only from now until `endCut`. */
  cut(cut: PictureCut): MediaStreamTrack {
    const known = this.#cuts.get(cut);
    if (known) return known;
    const { MediaStreamTrackGenerator } = globalThis as ChromiumMedia;
    if (!MediaStreamTrackGenerator) throw new DeviceError('DEVICE_UNUSABLE');
    const generator = new MediaStreamTrackGenerator({ kind: 'video' });
    generator.contentHint = 'motion';
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
    // After the worker has closed the track's stream by itself.
    setTimeout(() => this.#worker.terminate(), 500);
  }

  #background(kind: BackgroundKind): void {
    this.#tell({ type: 'background', kind });
  }

  #tell(message: ToCompositor, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
