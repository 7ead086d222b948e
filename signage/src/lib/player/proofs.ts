import type { Slide } from '#server/domain/board/manifest.ts';
import type { ScreenApi } from './screen-api.ts';
import type { PlayerStore } from './store.ts';

const batch = 200;

/** 播放证明: counted here, kept through outages, sent in batches; an id that is sent twice counts once. */
export class Proofs {
  readonly #store: PlayerStore;
  readonly #slot: string;
  #sending = false;

  constructor(store: PlayerStore, slot: string) {
    this.#store = store;
    this.#slot = slot;
  }

  async played(play: { slide: Slide; version: number; startedAtMs: number; durationMs: number }): Promise<void> {
    const { slide } = play;
    await this.#store.addProof({
      id: crypto.randomUUID(),
      slot: this.#slot,
      manifestVersion: play.version,
      slideId: slide.id,
      postingIds: slide.kind === 'jobs' ? slide.rows.map((row) => row.postingId) : [],
      startedAt: new Date(play.startedAtMs).toISOString(),
      durationMs: Math.max(0, Math.round(play.durationMs)),
    });
  }

  async send(api: ScreenApi): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const waiting = await this.#store.proofs(this.#slot, batch);
        if (waiting.length === 0) return;
        await api.plays(waiting.map(({ slot: _, ...proof }) => proof));
        await this.#store.dropProofs(waiting.map(({ id }) => id));
      }
    } finally {
      this.#sending = false;
    }
  }
}
