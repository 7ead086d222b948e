import type { PlayerHealth } from '../contract/screens.ts';
import type { Context } from '../services/context.ts';
import { type KeptBeat, keepBeats } from '../services/fleet/keep-beats.ts';

const KEEP_EVERY_MS = 5_000;
/** Beats a statement: a megabyte of JSON. */
const MOST_AT_ONCE = 1_000;

/**
 * Heartbeats of the players connected here. Five thousand of them beat a thousand times a second: each replaces the one before it in memory,
 * and every few seconds the newest go to the database together. Close it to keep the rest.
 */
export class BeatKeeper {
  readonly #ctx: Pick<Context, 'db' | 'clock' | 'log'>;
  readonly #timer: NodeJS.Timeout;
  #newest = new Map<string, KeptBeat>();
  #last: Promise<void> = Promise.resolve();

  constructor(ctx: Pick<Context, 'db' | 'clock' | 'log'>) {
    this.#ctx = ctx;
    this.#timer = setInterval(() => void this.keep(), KEEP_EVERY_MS);
    this.#timer.unref();
  }

  beat(screenId: string, health: PlayerHealth): void {
    this.#newest.set(screenId, { screenId, health, heardAt: this.#ctx.clock.now().toString() });
  }

  /** One after the other: two at once would wait for the same rows. */
  keep(): Promise<void> {
    this.#last = this.#last.then(() => this.#keep());
    return this.#last;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.keep();
  }

  async #keep(): Promise<void> {
    const beats = [...this.#newest.values()];
    this.#newest = new Map();
    for (let from = 0; from < beats.length; from += MOST_AT_ONCE) {
      try {
        await keepBeats(this.#ctx, beats.slice(from, from + MOST_AT_ONCE));
      } catch (error) {
        // The next beats are five seconds away, and say the same or something newer.
        this.#ctx.log.warn({ err: error }, 'heartbeats could not be kept');
      }
    }
  }
}
