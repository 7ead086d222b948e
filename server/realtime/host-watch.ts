import { inArray } from 'drizzle-orm';
import { episodes } from '../db/schema/live.ts';
import { PHONES_WAIT_MS } from '../domain/live/host-loss.ts';
import type { LiveMedia } from '../media/live-media.ts';
import type { Context } from '../services/context.ts';
import { giveUpEpisode, notePresence } from '../services/live/run-show.ts';

/**
 * Turns what the picture does into what the show is: a picture that stops makes the host away, one that comes back resumes the episode, and after
 * ten minutes nobody waits any more. Survives a restart of the server: shows that were on are away until their host comes back.
 */
export class HostWatch {
  readonly #ctx: Context;
  readonly #media: LiveMedia;
  readonly #giveUp = new Map<string, NodeJS.Timeout>();
  /** One show's news in order: away must not overtake back. */
  readonly #queue = new Map<string, Promise<void>>();
  #closed = false;

  private constructor(ctx: Context, media: LiveMedia) {
    this.#ctx = ctx;
    this.#media = media;
  }

  static async start(ctx: Context, media: LiveMedia): Promise<HostWatch> {
    const watch = new HostWatch(ctx, media);
    media.observe((episodeId) => ({
      hostLost: () => watch.#then(episodeId, () => watch.#lost(episodeId)),
      hostBack: () => watch.#then(episodeId, () => watch.#back(episodeId)),
      clockChanged: () => {},
    }));
    await watch.#recover();
    return watch;
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#giveUp.values()) clearTimeout(timer);
    this.#giveUp.clear();
  }

  async #lost(episodeId: string): Promise<void> {
    await notePresence(this.#ctx, this.#media, episodeId, 'away');
    this.#giveUpIn(episodeId, PHONES_WAIT_MS);
  }

  async #back(episodeId: string): Promise<void> {
    clearTimeout(this.#giveUp.get(episodeId));
    this.#giveUp.delete(episodeId);
    await notePresence(this.#ctx, this.#media, episodeId, 'live');
  }

  #giveUpIn(episodeId: string, ms: number): void {
    clearTimeout(this.#giveUp.get(episodeId));
    const timer = setTimeout(() => {
      this.#giveUp.delete(episodeId);
      this.#then(episodeId, () => giveUpEpisode(this.#ctx, this.#media, episodeId));
    }, ms);
    this.#giveUp.set(episodeId, timer.unref());
  }

  /** The server was down: no show has a picture now, and those who are already away keep the time they have left. */
  async #recover(): Promise<void> {
    const running = await this.#ctx.db
      .select()
      .from(episodes)
      .where(inArray(episodes.state, ['live', 'away']));
    const nowMs = this.#ctx.clock.now().epochMilliseconds;
    for (const { id, awayAt } of running) {
      await notePresence(this.#ctx, this.#media, id, 'away');
      const awayForMs = awayAt === null ? 0 : nowMs - awayAt.epochMilliseconds;
      this.#giveUpIn(id, Math.max(PHONES_WAIT_MS - awayForMs, 0));
    }
  }

  #then(episodeId: string, act: () => Promise<void>): void {
    const before = this.#queue.get(episodeId) ?? Promise.resolve();
    const next = before.then(async () => {
      if (this.#closed) return;
      try {
        await act();
      } catch (error) {
        this.#ctx.log.error({ err: error, episodeId }, 'the host’s presence could not be noted');
      }
    });
    this.#queue.set(episodeId, next);
    void next.then(() => {
      if (this.#queue.get(episodeId) === next) this.#queue.delete(episodeId);
    });
  }
}
