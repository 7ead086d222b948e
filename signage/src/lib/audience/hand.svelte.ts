import type { MyHand } from '../../../../server/contract/guests.ts';
import { jsonClient, SignallingRefused } from '../program/signalling.ts';

const down: MyHand = { state: 'down', id: null, ahead: 0, answerBy: null };

/** This phone's hand in one show. */
export class Hand {
  mine = $state.raw<MyHand>(down);
  busy = $state(false);
  /** Why it didn't work, in the server's words; empty where it said none. */
  refused = $state<string>();
  readonly #client;
  readonly #base: string;

  constructor(episodeId: string) {
    this.#base = `/api/audience/${episodeId}`;
    this.#client = jsonClient(this.#base);
  }

  /** News of these hands; `undefined`: something may have been missed. */
  hear(hands: readonly string[] | undefined): void {
    if (hands === undefined || (this.mine.id !== null && hands.includes(this.mine.id))) void this.look();
  }

  async look(): Promise<void> {
    try {
      this.mine = await this.#client.get<MyHand>('/hand');
    } catch {
      // The next piece of news, or the next line, asks again.
    }
  }

  raise = (wants: 'video' | 'audio'): Promise<void> =>
    this.#trying(async () => {
      this.mine = await this.#client.post<MyHand>('/hand', { wants });
    });

  lower = (): Promise<void> =>
    this.#trying(async () => {
      const answer = await fetch(`${this.#base}/hand`, { method: 'DELETE' });
      if (!answer.ok) throw new SignallingRefused('INTERNAL', answer.status, '');
      this.mine = down;
    });

  /** @returns where the green room is */
  async answer(): Promise<string | undefined> {
    let url: string | undefined;
    await this.#trying(async () => {
      ({ url } = await this.#client.post<{ url: string }>('/hand/answer'));
    });
    return url;
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.refused = undefined;
    try {
      await act();
    } catch (error) {
      this.refused = error instanceof SignallingRefused ? error.message : '';
      await this.look();
    } finally {
      this.busy = false;
    }
  }
}
