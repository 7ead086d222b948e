import { SAMPLE_EVERY_MS } from '../domain/audience/watched.ts';
import { sampleAudience } from '../services/audience/sample-audience.ts';
import type { Context } from '../services/context.ts';

/** What is needed of the machine that carries the pictures (server/media). */
export interface WatchedAudience {
  openEpisodes(): string[];
  viewers(episodeId: string): number;
  /** Keys of pages that have opened since it was asked last. */
  takeOpened(episodeId: string): string[];
}

/** Looks every ten seconds at who watches the shows that this server carries, and puts it down for the report. */
export class AudienceWatch {
  readonly #ctx: Context;
  readonly #audience: WatchedAudience;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | undefined;

  constructor(ctx: Context, audience: WatchedAudience) {
    this.#ctx = ctx;
    this.#audience = audience;
    this.#timer = setInterval(() => void this.look(), SAMPLE_EVERY_MS).unref();
  }

  /** One look. A slow database is not asked twice at once. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#ctx.log.error({ err: error }, 'who watches could not be put down'))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Whoever has come since the last look is put down before the server goes. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.look();
  }

  async #look(): Promise<void> {
    for (const episodeId of this.#audience.openEpisodes()) {
      const opened = this.#audience.takeOpened(episodeId);
      await sampleAudience(this.#ctx, { episodeId, viewers: this.#audience.viewers(episodeId), opened });
    }
  }
}
