import type { WallView } from '#server/contract/figures.ts';

/** Silence beyond two streams' lives is a line that is gone. */
const silenceMs = 90_000;
const againMs = 5_000;

export interface WallParts {
  /** The stream of numbers, and where to ask whether it is to be had at all. */
  events: string;
  door: string;
  first: WallView;
  renew?: () => Promise<unknown>;
}

/** The wall's numbers as they change, its own clock set by the server's, and whether the line stands. */
export class WallLine {
  view = $state.raw<WallView>() as WallView;
  nowMs = $state(0);
  /** Since when nothing was heard; undefined while the line stands. */
  offlineSinceMs = $state<number>();
  /** The address is dead: what stands here must go. */
  withdrawn = $state(false);

  readonly #events: string;
  readonly #door: string;
  readonly #renew: (() => Promise<unknown>) | undefined;
  #source: EventSource | undefined;
  #heardMono = performance.now();
  /** Server's time less ours: a wall's own clock may be years off. */
  #aheadMs = 0;
  #again: number | undefined;
  readonly #ticking: number;

  /** @param renew proves again who asks, where that runs out */
  constructor({ events, door, first, renew }: WallParts) {
    this.#events = events;
    this.#door = door;
    this.#renew = renew;
    this.#hear(first);
    this.#open();
    this.#ticking = window.setInterval(() => this.#tick(), 1_000);
  }

  close(): void {
    window.clearInterval(this.#ticking);
    window.clearTimeout(this.#again);
    this.#source?.close();
  }

  #hear(view: WallView): void {
    this.view = view;
    this.#heardMono = performance.now();
    this.#aheadMs = Date.parse(view.serverTime) - Date.now();
    this.offlineSinceMs = undefined;
    this.withdrawn = false;
    this.#tick();
  }

  #tick(): void {
    this.nowMs = Date.now() + this.#aheadMs;
    const silentMs = performance.now() - this.#heardMono;
    if (silentMs > silenceMs) this.offlineSinceMs ??= this.nowMs - silentMs;
  }

  #open(): void {
    const source = new EventSource(this.#events);
    this.#source = source;
    source.addEventListener('wall', (event) => this.#hear(JSON.parse(event.data) as WallView));
    source.addEventListener('tick', () => {
      this.#heardMono = performance.now();
      this.offlineSinceMs = undefined;
    });
    source.onerror = () => {
      // The server ends a stream each minute, and the browser comes back by itself; a refusal it takes for good.
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      this.#again = window.setTimeout(() => void this.#askAgain(), againMs);
    };
  }

  async #askAgain(): Promise<void> {
    const answer = await fetch(this.#door, { cache: 'no-store' }).then(
      ({ status }) => status,
      () => 0,
    );
    this.withdrawn = answer === 404;
    if (answer === 401) await this.#renew?.().catch(() => undefined);
    if (answer === 200) this.#open();
    else this.#again = window.setTimeout(() => void this.#askAgain(), againMs * 4);
  }
}
