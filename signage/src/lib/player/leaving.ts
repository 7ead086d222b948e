export interface LeavingParts {
  /** Somebody uses the kiosk: their session is in this page and nowhere else. */
  isTouched(): boolean;
  /** A show or a takeover stands over the slides. */
  isTaken(): boolean;
  /** There is something to come back to: a worker that keeps the page, or a network. Without either the browser would show its own error. */
  mayReturn(): boolean;
  leave(): void;
}

/** `quiet`: between two slides, and nothing stands over them. `turn`: between two slides. `untouched`: at once, or as soon as somebody has left the kiosk. */
export type WhenToLeave = 'quiet' | 'turn' | 'untouched';

/** When a page that has to begin anew does: never under somebody's hands, and else as the reason for it allows. */
export class Leaving {
  readonly #parts: LeavingParts;
  readonly #asked = new Set<WhenToLeave>();
  #hasLeft = false;

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  ask(when: WhenToLeave): void {
    this.#asked.add(when);
    this.#look(false);
  }

  /** Between two slides, or behind somebody who has left the kiosk. */
  turned(): void {
    this.#look(true);
  }

  #look(isTurn: boolean): void {
    const { isTouched, isTaken, mayReturn, leave } = this.#parts;
    if (this.#hasLeft || this.#asked.size === 0 || isTouched() || !mayReturn()) return;
    const may = this.#asked.has('untouched') || (isTurn && (this.#asked.has('turn') || !isTaken()));
    if (!may) return;
    this.#hasLeft = true;
    leave();
  }
}
