import { FIRST_PICTURE_MS, LEASE_RENEW_MS } from '../domain/live/host-loss.ts';
import type { ProgramEvents } from '../media/live-program.ts';
import type { Context } from '../services/context.ts';
import type { EpisodeRow } from '../services/live/episode-row.ts';
import type { LivePort } from '../services/live/live-port.ts';
import {
  hasLapsed,
  isOver,
  lapsedShows,
  liveShows,
  type OpenShow,
  overShows,
  renewPictures,
  takePicture,
} from '../services/live/media-lease.ts';
import { endByItself, notePresence } from '../services/live/run-show.ts';

/** What the watch needs of the machine that carries the pictures (server/media). */
export interface WatchedPictures extends LivePort {
  observe(events: (episodeId: string) => ProgramEvents): void;
  openEpisodes(): string[];
  isOnAir(episodeId: string): boolean;
}

/**
 * Turns what the picture does into what the show is: a picture that stops makes the host away, one that comes back resumes the episode, and after
 * ten minutes nobody waits any more. And no show goes on for ever. Several servers may watch the same shows: each speaks for the pictures that it holds, and for those that
 * nobody holds any more because their server is gone.
 */
export class HostWatch {
  readonly #ctx: Context;
  readonly #pictures: WatchedPictures;
  /** This process, for as long as it lives: one that is started again is another. */
  readonly #node: string;
  /** One show's news in order: away must not overtake back. */
  readonly #queue = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(ctx: Context, pictures: WatchedPictures) {
    this.#ctx = ctx;
    this.#pictures = pictures;
    this.#node = ctx.random.id();
  }

  static async start(ctx: Context, pictures: WatchedPictures): Promise<HostWatch> {
    const watch = new HostWatch(ctx, pictures);
    pictures.observe((episodeId) => ({
      hostLost: () => void watch.#then(episodeId, () => watch.#lost(episodeId)),
      hostBack: () => void watch.#then(episodeId, () => watch.#back(episodeId)),
      clockChanged: () => {},
    }));
    // The data folder is this process's alone: whoever was live in it before has no picture now.
    if (ctx.config.mode === 'embedded') for (const id of await liveShows(ctx)) await notePresence(ctx, pictures, id, 'away');
    await watch.look();
    watch.#timer = setInterval(() => void watch.look(), LEASE_RENEW_MS).unref();
    return watch;
  }

  /** A server that goes says so: nobody has to wait for its leases to lapse. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#queue.values());
    for (const id of this.#pictures.openEpisodes()) {
      await notePresence(this.#ctx, this.#pictures, id, 'away', ({ mediaNode }) => mediaNode === this.#node);
    }
  }

  /** One round: say what is held here, and see what nobody holds, or nobody waits for, any more. */
  look(): Promise<void> {
    this.#looking ??= this.#round()
      .catch((error: unknown) => this.#ctx.log.error({ err: error }, 'the shows could not be looked at'))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #round(): Promise<void> {
    for (const show of await renewPictures(this.#ctx, this.#node, this.#pictures.openEpisodes())) await this.#mend(show);
    for (const id of await lapsedShows(this.#ctx)) {
      await this.#then(id, async () => {
        await notePresence(this.#ctx, this.#pictures, id, 'away', (episode) => hasLapsed(this.#ctx, episode));
      });
    }
    for (const id of await overShows(this.#ctx)) {
      await this.#then(id, () => endByItself(this.#ctx, this.#pictures, id, (episode) => this.#endsHere(episode)));
    }
  }

  /** Whoever holds the picture knows where in it the show ends; another only where nobody holds it any more. */
  #endsHere(episode: EpisodeRow): boolean {
    return isOver(this.#ctx, episode) && (episode.mediaNode === this.#node || hasLapsed(this.#ctx, episode));
  }

  /** Where the row and the picture say different things, the picture is right. */
  async #mend({ id, state, startedAt, mediaNode }: OpenShow): Promise<void> {
    if (state === 'ended') return this.#pictures.end(id);
    if (mediaNode !== this.#node) return;
    const isOnAir = this.#pictures.isOnAir(id);
    if (state === 'away' && isOnAir) await this.#then(id, () => this.#back(id));
    const onForMs = this.#ctx.clock.now().epochMilliseconds - (startedAt?.epochMilliseconds ?? 0);
    if (state === 'live' && !isOnAir && onForMs > FIRST_PICTURE_MS) await this.#then(id, () => this.#lost(id));
  }

  async #lost(episodeId: string): Promise<void> {
    // A host who sends to another server meanwhile is not lost.
    const isOurs = (mediaNode: string | null) => mediaNode === null || mediaNode === this.#node;
    await notePresence(this.#ctx, this.#pictures, episodeId, 'away', ({ mediaNode }) => isOurs(mediaNode));
  }

  async #back(episodeId: string): Promise<void> {
    await takePicture(this.#ctx, this.#node, episodeId);
    await notePresence(this.#ctx, this.#pictures, episodeId, 'live');
  }

  #then(episodeId: string, act: () => Promise<void>): Promise<void> {
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
    return next;
  }
}
