import type { ChangeRestreamTarget, EpisodeFeeds, IncomingPicture, RestreamTargetOnWire, WhipTokenMade } from '#server/contract/feeds.ts';
import { api } from '$lib/api.ts';

const LOOK_EVERY_MS = 2_000;

/** An episode's ways in and out that are not our own pages, as the host works with them. */
export class FeedsDesk {
  feeds = $state.raw<EpisodeFeeds>();
  /** The host has chosen OBS's picture, or it is there already. */
  usesObs = $state(false);
  /** The token that was just made: shown once. */
  token = $state<string>();
  readonly #path: string;
  #hasLooked = false;

  constructor(episodeId: string) {
    this.#path = `/live/episodes/${episodeId}`;
  }

  /** What comes from an encoder now. */
  get encoder(): IncomingPicture | null {
    const incoming = this.feeds?.incoming ?? null;
    return incoming?.from === 'whip' ? incoming : null;
  }

  /** Looks every other second. Returns what ends that. */
  watch(): () => void {
    void this.look();
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }

  async look(): Promise<void> {
    try {
      this.feeds = await api.get<EpisodeFeeds>(`${this.#path}/feeds`);
      // A page that is opened again in the middle of a show finds the encoder at work.
      if (!this.#hasLooked && this.encoder) this.usesObs = true;
      this.#hasLooked = true;
    } catch {
      // What was known stays; the page itself says when the server can't be reached.
    }
  }

  /** @throws ApiProblem */
  async makeToken(): Promise<void> {
    const { token, ...whip } = await api.post<WhipTokenMade>(`${this.#path}/whip-token`);
    this.token = token;
    if (this.feeds) this.feeds = { ...this.feeds, whip };
  }

  /** @throws ApiProblem */
  async revokeToken(): Promise<void> {
    await api.delete(`${this.#path}/whip-token`);
    this.token = undefined;
    this.feeds = await api.get<EpisodeFeeds>(`${this.#path}/feeds`);
  }

  /** @param targetId undefined: a new one. @throws ApiProblem */
  async save(targetId: string | undefined, { key, ...target }: ChangeRestreamTarget): Promise<void> {
    const body = { ...target, ...(key ? { key } : {}) };
    const path = `${this.#path}/restreams`;
    this.feeds = targetId ? await api.put<EpisodeFeeds>(`${path}/${targetId}`, body) : await api.post<EpisodeFeeds>(path, body);
  }

  /** @throws ApiProblem */
  async switch({ id }: RestreamTargetOnWire, on: boolean): Promise<void> {
    this.feeds = await api.post<EpisodeFeeds>(`${this.#path}/restreams/${id}/switch`, { on });
  }

  /** @throws ApiProblem */
  async remove({ id }: RestreamTargetOnWire): Promise<void> {
    this.feeds = await api.delete<EpisodeFeeds>(`${this.#path}/restreams/${id}`);
  }
}
