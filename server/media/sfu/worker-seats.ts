import { Refusal } from '../../services/refusal.ts';

/** A screen has proved which one it is; everybody else is a phone that nobody knows. */
export type Watcher = 'phone' | 'screen';

/**
 * Who may watch over WebRTC on one worker, of all its programs together: they share its core. Some seats are for screens alone, so that no crowd of
 * phones takes the picture off a wall; a screen that finds those taken sits where a phone would.
 */
export class WorkerSeats {
  readonly #free: { common: number; screens: number };
  #taken = 0;

  constructor({ phones, screens }: { phones: number; screens: number }) {
    this.#free = { common: phones, screens };
  }

  get taken(): number {
    return this.#taken;
  }

  /** @returns gives the seat back, once. @throws Refusal LIVE_VIEWERS_FULL */
  take(watcher: Watcher): () => void {
    const kind = watcher === 'screen' && this.#free.screens > 0 ? 'screens' : 'common';
    if (this.#free[kind] <= 0) throw new Refusal('LIVE_VIEWERS_FULL');
    this.#free[kind] -= 1;
    this.#taken += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#free[kind] += 1;
      this.#taken -= 1;
    };
  }
}

/** What opens next will have viewers: a router that nobody watches yet counts as this many. */
const VIEWERS_TO_COME = 20;

export function leastLoaded<Slot extends { readonly routers: number; readonly seats: Pick<WorkerSeats, 'taken'> }>(
  slots: readonly Slot[],
): Slot | undefined {
  const load = ({ routers, seats }: Slot) => seats.taken + routers * VIEWERS_TO_COME;
  return slots.toSorted((a, b) => load(a) - load(b))[0];
}
