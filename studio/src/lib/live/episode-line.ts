import type { ChatNews } from '#server/contract/audience.ts';
import type { ShowEvent } from '#server/contract/live.ts';
import { api } from '$lib/api.ts';

/** What a host's page hears: the show itself, its chat, and hints that something waits. */
export type HostEvent = ShowEvent | ChatNews | { type: 'chat-desk' } | { type: 'guests' } | { type: 'hands' };

export interface LineListener {
  hear(event: HostEvent): void;
  /** The line stands, or is down: whatever was said meanwhile was missed. */
  state(connected: boolean): void;
}

/**
 * The one stream of a host's page. Chat, green room and show share it: a browser holds six connections to a server, of which each further stream
 * would take one from the picture that is being sent.
 */
export class EpisodeLine {
  readonly #path: string;
  readonly #listeners = new Set<LineListener>();
  #connected = false;

  constructor(episodeId: string) {
    this.#path = `/live/episodes/${episodeId}/events`;
  }

  /** Holds the line until the returned function is called. */
  open(): () => void {
    return api.events<HostEvent>(
      this.#path,
      (event) => {
        for (const listener of this.#listeners) listener.hear(event);
      },
      (connected) => {
        this.#connected = connected;
        for (const listener of this.#listeners) listener.state(connected);
      },
    );
  }

  /** Who comes while it stands is told so at once. @returns what ends the listening */
  listen(listener: LineListener): () => void {
    this.#listeners.add(listener);
    if (this.#connected) listener.state(true);
    return () => this.#listeners.delete(listener);
  }
}
