import { type EffortRung, efforts, nextEffort, startOfEffort } from '#server/domain/live/effort.ts';
import { api } from '$lib/api.ts';
import type { CompositorRate } from '$lib/program/compositor.ts';
import type { SenderFigures } from '$lib/program/sender.ts';

/** A figure of the encoder that is older than this says nothing about now. */
const FRESH_MS = 5_000;

/** Watches what goes out, steps down and up, and tells: the host at once, the episode's records by the way. */
export class EffortWatch {
  rung = $state<EffortRung>('full');
  #state = startOfEffort(performance.now());
  readonly #episodeId: string;
  readonly #apply: (rung: EffortRung) => void;

  constructor(episodeId: string, apply: (rung: EffortRung) => void) {
    this.#episodeId = episodeId;
    this.#apply = apply;
  }

  /** @param encoded what the encoder last said, and when */
  measure(rate: CompositorRate, encoded: { figures: SenderFigures; atMs: number } | undefined): void {
    const atMs = performance.now();
    const isFresh = encoded !== undefined && atMs - encoded.atMs < FRESH_MS;
    const fps = isFresh ? Math.min(rate.fps, encoded.figures.fps) : rate.fps;
    const before = this.#state.rung;
    this.#state = nextEffort(this.#state, { atMs, fps, busy: rate.busy });
    if (this.#state.rung === before) return;
    this.rung = this.#state.rung;
    this.#apply(this.rung);
    void api
      .post(`/live/episodes/${this.#episodeId}/effort`, { rung: this.rung, fps: Math.min(fps, 120), busy: Math.min(rate.busy, 10) })
      // The host has been told; a note that does not arrive must not disturb the show.
      .catch(() => undefined);
  }

  /** A new show, or a new picture: everything is tried again. */
  reset(): void {
    this.#state = startOfEffort(performance.now());
    if (this.rung === 'full') return;
    this.rung = 'full';
    this.#apply('full');
  }
}

export const effortOf = (rung: EffortRung) => efforts[rung];
