import { type EffortRung, nextEffort, startOfEffort } from '../../../../server/domain/live/effort.ts';
import type { CompositorRate } from './compositor.ts';
import type { SenderFigures } from './sender.ts';

/** A figure of the encoder that is older than this says nothing about now. */
const FRESH_MS = 5_000;

export interface EffortStep {
  readonly rung: EffortRung;
  readonly fps: number;
  readonly busy: number;
}

/** Watches what goes out and says when the studio must send less, or can send more. Driven by the compositor's own clock: the page's timers sleep when it is hidden. */
export class EffortWatch {
  #state = startOfEffort(performance.now());
  #encoded: { figures: SenderFigures; atMs: number } | undefined;
  readonly #onStep: (step: EffortStep) => void;

  constructor(onStep: (step: EffortStep) => void) {
    this.#onStep = onStep;
  }

  get rung(): EffortRung {
    return this.#state.rung;
  }

  /** What the encoder says: the fewer of its frames and the compositor's count. */
  encoded(figures: SenderFigures): void {
    this.#encoded = { figures, atMs: performance.now() };
  }

  /** Once a second. */
  drawn({ fps: drawn, busy }: CompositorRate): void {
    const atMs = performance.now();
    const said = this.#encoded && atMs - this.#encoded.atMs < FRESH_MS ? this.#encoded.figures : undefined;
    // An encoder that is held back by nothing leaves frames out to keep its bitrate: fewer of them would not help it.
    const encoded = said && said.limitedBy !== 'none' ? said.fps : drawn;
    const fps = Math.min(drawn, encoded);
    const before = this.#state.rung;
    this.#state = nextEffort(this.#state, { atMs, fps, busy });
    if (this.#state.rung !== before) this.#onStep({ rung: this.#state.rung, fps, busy });
  }

  /** A new show: everything is tried again. */
  reset(): void {
    this.#state = startOfEffort(performance.now());
    this.#encoded = undefined;
  }
}
