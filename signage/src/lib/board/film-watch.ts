/** With the half second until somebody looks and the swap itself, a stalled film is off the glass within 6 s. */
const stalledAfterMs = 4_500;

/** Whether a film moves. One that is over stands at its last frame, and that is no stall. */
export class FilmWatch {
  #atMs: number | undefined;
  #movedMono = 0;

  isStalled({ atMs, isOver }: { atMs: number; isOver: boolean }, mono: number): boolean {
    if (this.#atMs === undefined || isOver || atMs !== this.#atMs) {
      this.#atMs = atMs;
      this.#movedMono = mono;
      return false;
    }
    return mono - this.#movedMono >= stalledAfterMs;
  }
}
