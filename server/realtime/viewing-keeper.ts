import type { Count } from '../domain/live/viewing.ts';
import type { Context } from '../services/context.ts';
import { keepViewing } from '../services/viewing/keep-viewing.ts';

const KEEP_EVERY_MS = 15_000;

/** Puts what pages report into the database, a few numbers a show however many watch. Close it to keep the rest. */
export class ViewingKeeper {
  readonly #ctx: Pick<Context, 'db' | 'log'>;
  readonly #live: { takeViewing(): { episodeId: string; counts: Count[] }[] };
  readonly #timer: NodeJS.Timeout;
  #last: Promise<void> = Promise.resolve();

  constructor(ctx: Pick<Context, 'db' | 'log'>, live: { takeViewing(): { episodeId: string; counts: Count[] }[] }) {
    this.#ctx = ctx;
    this.#live = live;
    this.#timer = setInterval(() => void this.keep(), KEEP_EVERY_MS);
    this.#timer.unref();
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
    for (const { episodeId, counts } of this.#live.takeViewing()) {
      try {
        await keepViewing(this.#ctx, episodeId, counts);
      } catch (error) {
        // A figure less is no reason to trouble a show.
        this.#ctx.log.warn({ err: error, episodeId }, 'what viewers saw could not be kept');
      }
    }
  }
}
