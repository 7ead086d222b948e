/** A rundown step as it came over the wire. */
export interface Step<Pitch> {
  readonly seq: number;
  /** When it happened on the program's clock; null when no picture ran. */
  readonly mediaTimeMs: number | null;
  readonly pitch: Pitch | null;
}

/** A picture that never reaches its time (a path that stalled) must not hold a card back for ever. */
const LONGEST_WAIT_MS = 8_000;

/**
 * Holds a step until the picture that is on glass has reached it, so that nobody sees the code before the host says the name; whoever has no
 * picture gets it at once. Old news is dropped by its number.
 */
export class PitchQueue<Pitch> {
  readonly #apply: (pitch: Pitch | null, seq: number) => void;
  #waiting: { step: Step<Pitch>; sinceMs: number }[] = [];
  #seq: number;

  constructor(input: { seq: number; apply: (pitch: Pitch | null, seq: number) => void }) {
    this.#seq = input.seq;
    this.#apply = input.apply;
  }

  /** @param shownMs media time on glass; undefined without a picture or its clock */
  push(step: Step<Pitch>, shownMs: number | undefined, nowMs: number): void {
    if (step.seq <= this.#seq || this.#waiting.some((waiting) => waiting.step.seq === step.seq)) return;
    this.#waiting.push({ step, sinceMs: nowMs });
    this.#waiting.sort((a, b) => a.step.seq - b.step.seq);
    this.shown(shownMs, nowMs);
  }

  /** The state as a whole, on connecting: it stands at once. */
  reset(step: Step<Pitch>): void {
    if (step.seq < this.#seq) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting.step.seq > step.seq);
    this.#seq = step.seq;
    this.#apply(step.pitch, step.seq);
  }

  /** To be called with each picture, and now and then without one. */
  shown(shownMs: number | undefined, nowMs: number): void {
    for (;;) {
      const [first] = this.#waiting;
      if (!first || !isDue(first, shownMs, nowMs)) return;
      this.#waiting.shift();
      this.#seq = first.step.seq;
      this.#apply(first.step.pitch, first.step.seq);
    }
  }
}

function isDue(waiting: { step: Step<unknown>; sinceMs: number }, shownMs: number | undefined, nowMs: number): boolean {
  const { mediaTimeMs } = waiting.step;
  return mediaTimeMs === null || shownMs === undefined || shownMs >= mediaTimeMs || nowMs - waiting.sinceMs >= LONGEST_WAIT_MS;
}
