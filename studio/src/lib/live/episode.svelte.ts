import type { EpisodeForHost, SetRundown } from '#server/contract/live.ts';
import type { ProgramCanvas } from '#server/domain/live/canvas.ts';
import { api } from '$lib/api.ts';
import type { EpisodeLine } from './episode-line.ts';

const PRESENCE_EVERY_MS = 10_000;

/** One episode as its host drives it. Every act answers with the whole state; news of others' acts reload it. */
export class EpisodeDesk {
  episode = $state<EpisodeForHost>();
  /** When the current item began, on this machine's clock. */
  itemSinceMs = $state(Date.now());
  /** Until when the last step can be taken back, on this machine's clock. */
  undoUntilMs = $state(0);
  /** When the show ends by itself, on this machine's clock. */
  endsByMs = $state<number>();
  busy = $state(false);
  /** The item that the key has just asked for: on the picture at once, before the server has answered. */
  #aheadItemId = $state<string>();
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  /** A pinned card stays whatever is asked for. What the host's own picture shows. The code belongs to the frame that the host sees while saying the name. */
  get shownItemId(): string | null {
    return this.episode?.pinnedItemId ?? this.#aheadItemId ?? this.episode?.currentItemId ?? null;
  }

  /** @throws ApiProblem */
  async load(): Promise<void> {
    this.#take(await api.get<EpisodeForHost>(`/live/episodes/${this.#id}`));
  }

  /** Follows the show while the page is open. Returns a function that stops it. */
  watch(line: EpisodeLine): () => void {
    const look = () => {
      void this.load().catch(() => {
        // The line is down: its own reconnect asks again.
      });
    };
    const stop = line.listen({
      hear: (event) => {
        if (event.type === 'counted' || (event.type === 'pitch' && event.seq > (this.episode?.seq ?? 0)) || event.type === 'episode')
          look();
      },
      state: (connected) => {
        if (connected) look();
      },
    });
    const timer = setInterval(look, PRESENCE_EVERY_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }

  start = (): Promise<void> => this.#act('start');
  end = (): Promise<void> => this.#act('end');
  /** Half an hour more before it ends by itself. */
  prolong = (): Promise<void> => this.#act('prolong');

  /** One press, one step: presses while one is on its way are dropped, and the server knows which job this press saw. */
  async step(step: 'next' | 'back' | 'undo'): Promise<void> {
    const { episode } = this;
    const seenItemId = episode?.currentItemId;
    if (!episode || !seenItemId || this.busy) return;
    const at = episode.rundown.findIndex((item) => item.id === seenItemId);
    if (step !== 'undo') this.#aheadItemId = episode.rundown[step === 'next' ? at + 1 : at - 1]?.id;
    try {
      await this.#act('step', { step, seenItemId });
    } finally {
      this.#aheadItemId = undefined;
    }
  }

  /** Pins the card that is shown, or lets it follow the talk again. */
  togglePin(): Promise<void> {
    const itemId = this.episode?.pinnedItemId ? null : (this.episode?.currentItemId ?? null);
    return this.#acting(() => api.put<EpisodeForHost>(`/live/episodes/${this.#id}/pin`, { itemId }));
  }

  insert(postingId: string): Promise<void> {
    return this.#act('insert', { postingId });
  }

  /** For hosts who are clerks too: the same word as at the desk. */
  async fill(postingId: string): Promise<void> {
    await api.post(`/postings/${postingId}/fill`);
    await this.load();
  }

  chooseCanvas(canvas: ProgramCanvas): Promise<void> {
    return this.#acting(() => api.put<EpisodeForHost>(`/live/episodes/${this.#id}/canvas`, { canvas }));
  }

  /** @throws ApiProblem RUNDOWN_CHANGED when somebody else has rearranged it since `revision` */
  async setRundown(change: SetRundown): Promise<void> {
    this.#take(await api.put<EpisodeForHost>(`/live/episodes/${this.#id}/rundown`, change));
  }

  #act(path: string, body?: unknown): Promise<void> {
    return this.#acting(() => api.post<EpisodeForHost>(`/live/episodes/${this.#id}/${path}`, body));
  }

  async #acting(ask: () => Promise<EpisodeForHost>): Promise<void> {
    this.busy = true;
    try {
      this.#take(await ask());
    } finally {
      this.busy = false;
    }
  }

  #take(episode: EpisodeForHost): void {
    // Times on the wire are the server's; only their distance is used.
    const serverMs = Date.parse(episode.serverTime);
    if (episode.itemSince !== this.episode?.itemSince)
      this.itemSinceMs = Date.now() - (serverMs - Date.parse(episode.itemSince ?? episode.serverTime));
    const left = episode.undoUntil === null ? 0 : Date.parse(episode.undoUntil) - serverMs;
    this.undoUntilMs = left > 0 ? Date.now() + left : 0;
    this.endsByMs = episode.endsBy === null ? undefined : Date.now() + Date.parse(episode.endsBy) - serverMs;
    this.episode = episode;
  }
}
