import type { PictureCut } from '../../../../server/contract/live.ts';

interface Output {
  readonly writer: WritableStreamDefaultWriter<VideoFrame>;
  isWriting: boolean;
}

/** `bare`: for the host's own clean window, beside what other platforms get. */
type Cut = PictureCut | 'bare';

/** Further pictures, taken from the program's canvas while it is being drawn: no second canvas, no second drawing. */
export class CutOutputs {
  readonly #outputs = new Map<Cut, Output>();

  get isEmpty(): boolean {
    return this.#outputs.size === 0;
  }

  use(cut: Cut, output: WritableStream<VideoFrame> | null): void {
    void this.#outputs
      .get(cut)
      ?.writer.close()
      .catch(() => undefined); // Its track may have been stopped before.
    this.#outputs.delete(cut);
    if (output) this.#outputs.set(cut, { writer: output.getWriter(), isWriting: false });
  }

  /** The canvas as it stands now. */
  send(cut: Cut, canvas: OffscreenCanvas, nowMs: number): void {
    const output = this.#outputs.get(cut);
    if (!output || output.isWriting) return;
    const frame = new VideoFrame(canvas, { timestamp: Math.round(nowMs * 1000) });
    output.isWriting = true;
    output.writer.write(frame).then(
      () => {
        output.isWriting = false;
      },
      () => {
        // A track that was stopped must not stop the program.
        frame.close();
        if (this.#outputs.get(cut) === output) this.#outputs.delete(cut);
      },
    );
  }

  close(): void {
    for (const cut of [...this.#outputs.keys()]) this.use(cut, null);
  }
}
