import type { ViewingSeen } from '../../../../server/contract/viewing.ts';

/** Pictures further apart than this are a stall: even a slow sender has four a second. */
const STALL_MS = 600;
/** As much as one report may say. */
const MOST_MS = 120_000;
const MOST_STALLS = 100;

type Path = ViewingSeen['path'];

/** What this page sees of the program, from its pictures alone: the same on every path. Times are performance.now(). */
export class Viewing {
  #path: Path | undefined;
  #wantedMs: number | undefined;
  #lastMs: number | undefined;
  #startUpMs: number | undefined;
  #watchedMs = 0;
  #stalls = 0;
  #stalledMs = 0;

  /** Somebody wants to see a picture, and there is one to be had. In the middle of watching it is a stall and no beginning. */
  wanted(nowMs: number): void {
    if (this.#lastMs === undefined) this.#wantedMs ??= nowMs;
  }

  picture(path: Path, nowMs: number): void {
    if (this.#wantedMs !== undefined) {
      this.#startUpMs ??= nowMs - this.#wantedMs;
      this.#wantedMs = undefined;
    } else if (this.#lastMs !== undefined) {
      this.#passed(nowMs - this.#lastMs);
    }
    this.#path = path;
    this.#lastMs = nowMs;
  }

  /** Nobody looks, or there is nothing to look at: what passes now is neither watched nor stalled. */
  pause(): void {
    this.#lastMs = undefined;
    this.#wantedMs = undefined;
  }

  /** What was seen since this was last asked; undefined: nothing. */
  take(latencyMs: number | undefined): ViewingSeen | undefined {
    if (!this.#path || (this.#watchedMs === 0 && this.#startUpMs === undefined)) return undefined;
    const seen = {
      path: this.#path,
      watchedMs: bounded(this.#watchedMs),
      stalls: Math.min(this.#stalls, MOST_STALLS),
      stalledMs: bounded(this.#stalledMs),
      ...(this.#startUpMs !== undefined && { startUpMs: bounded(this.#startUpMs) }),
      ...(latencyMs !== undefined && { latencyMs: bounded(latencyMs) }),
    };
    this.#startUpMs = undefined;
    this.#watchedMs = 0;
    this.#stalls = 0;
    this.#stalledMs = 0;
    return seen;
  }

  #passed(ms: number): void {
    this.#watchedMs += ms;
    if (ms <= STALL_MS) return;
    this.#stalls += 1;
    this.#stalledMs += ms;
  }
}

const bounded = (ms: number) => Math.round(Math.min(Math.max(ms, 0), MOST_MS));
