import { type EffortRung, efforts } from '#server/domain/live/effort.ts';
import { api } from '$lib/api.ts';
import type { CompositorRate } from '$lib/program/compositor.ts';
import { type EffortStep, EffortWatch } from '$lib/program/effort-watch.ts';
import type { SenderFigures } from '$lib/program/sender.ts';
import type { Source } from './source.svelte.ts';

/** Carries out what the watch finds, and tells: the host at once, the episode's records by the way. */
export class EffortDesk {
  rung = $state<EffortRung>('full');
  readonly #watch = new EffortWatch((step) => this.#step(step));
  readonly #episodeId: string;
  readonly #source: () => Source;

  constructor(episodeId: string, source: () => Source) {
    this.#episodeId = episodeId;
    this.#source = source;
  }

  drawn = (rate: CompositorRate): void => this.#watch.drawn(rate);
  encoded = (figures: SenderFigures): void => this.#watch.encoded(figures);

  reset(): void {
    this.#watch.reset();
    this.#apply('full');
  }

  #step({ rung, fps, busy }: EffortStep): void {
    this.#apply(rung);
    void api
      .post(`/live/episodes/${this.#episodeId}/effort`, { rung, fps: Math.min(fps, 120), busy: Math.min(busy, 10) })
      // The host has been told; a note that does not arrive must not disturb the show.
      .catch(() => undefined);
  }

  #apply(rung: EffortRung): void {
    if (rung === this.rung) return;
    this.rung = rung;
    this.#source().setEffort(efforts[rung]);
  }
}
