/** A camera that sends nothing for this long has gone: its last picture would pass for a live one. */
const SILENT_MS = 2_000;

/** Keeps the newest frame of a track. A frame must be closed soon: a camera has few of them. */
export class PictureSource {
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  #frame: VideoFrame | undefined;
  #frameMs = 0;
  #ended = false;
  readonly #mayStandStill: boolean;

  /** @param mayStandStill a shared screen sends a frame only when something on it moves; its end is told by the track */
  constructor(frames: ReadableStream<VideoFrame>, { mayStandStill }: { mayStandStill: boolean }) {
    this.#mayStandStill = mayStandStill;
    this.#reader = frames.getReader();
    void this.#pull();
  }

  /** Whether a frame has come within this time. */
  flows(nowMs: number, withinMs: number): boolean {
    return !this.#ended && this.#frame !== undefined && nowMs - this.#frameMs <= withinMs;
  }

  /** Undefined while nothing comes. */
  frame(nowMs: number): VideoFrame | undefined {
    const isSilent = !this.#mayStandStill && nowMs - this.#frameMs > SILENT_MS;
    return this.#ended || isSilent ? undefined : this.#frame;
  }

  close(): void {
    this.#ended = true;
    void this.#reader.cancel();
    this.#frame?.close();
    this.#frame = undefined;
  }

  async #pull(): Promise<void> {
    while (!this.#ended) {
      const { done, value } = await this.#reader.read();
      if (done) {
        this.#ended = true;
        return;
      }
      if (this.#ended) {
        value.close();
        return;
      }
      this.#frame?.close();
      this.#frame = value;
      this.#frameMs = performance.now();
    }
  }
}
