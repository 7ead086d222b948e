import { placesTrustedMs } from '#server/domain/board/survive.ts';

/**
 * When the server was last heard, in its own time, and what the glass says of it: 截至. Never a time that was not heard: a page that was left
 * within its first seconds has kept a manifest and nothing else, and then the server was heard when it issued that manifest.
 */
export class LastHeard {
  #atMs: number;

  /** @param keptMs as it was kept when the page was left; 0 and nothing both mean never */
  constructor(keptMs: number | undefined) {
    this.#atMs = keptMs ?? 0;
  }

  /** Epoch ms; 0 before anything was heard, and then nothing of a server's is on the glass either. */
  get atMs(): number {
    return this.#atMs;
  }

  /** What is no time at all is not heard. */
  hear(serverMs: number): void {
    if (serverMs > this.#atMs) this.#atMs = serverMs;
  }

  /** What to keep; nothing where there is nothing. */
  get toKeep(): number | undefined {
    return this.#atMs === 0 ? undefined : this.#atMs;
  }

  /**
   * As of when the glass speaks; `undefined` while what it says is of now. Whoever is connected is told of every change, whatever the clocks say.
   * @param cut the demo's cut: nobody watches one for ten minutes, so the glass says at once what a wall says after that time
   */
  asOf({ nowMs, connected, cut }: { nowMs: number; connected: boolean; cut: boolean }): number | undefined {
    if (this.#atMs === 0) return undefined;
    if (cut) return this.#atMs;
    return connected || nowMs - this.#atMs <= placesTrustedMs ? undefined : this.#atMs;
  }
}
