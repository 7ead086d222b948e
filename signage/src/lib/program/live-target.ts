/** Behind the live edge, s: parts come every 0.2 s, so a third of this is in hand when one is late. */
const BEST_S = 0.56;
const MOST_S = 2;
/** What a stall costs, and what half a minute without one gives back. */
const STALL_COSTS_S = 0.2;
const CALM_GIVES_S = 0.1;
const CALM_MS = 30_000;

/**
 * How far behind the live edge this viewer should stay: as near as parts allow, further off where the line has shown that it can't, and nearer again
 * when it has been calm. The playlist's PART-HOLD-BACK is made for players that can't tell.
 */
export class LiveTarget {
  #seconds = BEST_S;
  #changedMs: number;

  /** @param nowMs any clock that never goes back; the same one in each call */
  constructor(nowMs: number) {
    this.#changedMs = nowMs;
  }

  /** Playing stopped for want of parts. */
  stalled(nowMs: number): void {
    this.#seconds = Math.min(this.#seconds + STALL_COSTS_S, MOST_S);
    this.#changedMs = nowMs;
  }

  /** Seconds behind the live edge. */
  at(nowMs: number): number {
    if (this.#seconds > BEST_S && nowMs - this.#changedMs >= CALM_MS) {
      this.#seconds = Math.max(this.#seconds - CALM_GIVES_S, BEST_S);
      this.#changedMs = nowMs;
    }
    return this.#seconds;
  }
}
