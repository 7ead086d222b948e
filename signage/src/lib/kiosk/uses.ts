import type { KioskUses } from '#server/contract/kiosk.ts';
import { noUses, type UseCount } from '#server/domain/kiosk/uses.ts';
import { isListOf, isNumber, isRecord, shelf as pageShelf, readKept, type Shelf } from '$signage/player/shelf.ts';

type Run = KioskUses['runs'][number];

const isRun = (kept: unknown): kept is Run => {
  if (!isRecord(kept)) return false;
  const { run, day, ...counts } = kept;
  return typeof run === 'string' && typeof day === 'string' && Object.values(counts).every(isNumber);
};

/** A month offline, and the days around it. */
const mostRuns = 40;

/** Counts of a day, kept through outages and starts; nothing else of what people did. */
export class Uses {
  readonly #key: string;
  readonly #run: string;
  readonly #shelf: Pick<Shelf, 'getItem' | 'setItem'>;
  #runs: Run[];
  #isNew = false;

  constructor({ screenId, run, shelf = pageShelf }: { screenId: string; run: string; shelf?: Pick<Shelf, 'getItem' | 'setItem'> }) {
    this.#key = `gangbo-kiosk-uses-${screenId}`;
    this.#run = run;
    this.#shelf = shelf;
    // A release that counted fewer things may have kept them.
    this.#runs = (readKept(shelf, this.#key, isListOf(isRun)) ?? []).map((kept) => ({ ...noUses(), ...kept }));
    this.#isNew = this.#runs.length > 0;
  }

  /** @param day YYYY-MM-DD at the station */
  add(name: UseCount, day: string): void {
    let mine = this.#runs.find((run) => run.run === this.#run && run.day === day);
    if (mine === undefined) {
      mine = { run: this.#run, day, ...noUses() };
      this.#runs = [...this.#runs, mine].slice(-mostRuns);
    }
    mine[name] += 1;
    this.#isNew = true;
    this.#keep();
  }

  /** Totals are sent whole, and what the server has of other days and starts is let go. */
  async send(post: (uses: KioskUses) => Promise<unknown>, today: string): Promise<void> {
    if (!this.#isNew || this.#runs.length === 0) return;
    const sent = this.#runs.map((run) => ({ ...run }));
    this.#isNew = false;
    try {
      await post({ runs: sent });
    } catch (error) {
      this.#isNew = true;
      throw error;
    }
    this.#runs = this.#runs.filter((run) => (run.run === this.#run && run.day === today) || !sent.some((one) => same(one, run)));
    this.#keep();
  }

  #keep(): void {
    this.#shelf.setItem(this.#key, JSON.stringify(this.#runs));
  }
}

const same = (a: Run, b: Run) => JSON.stringify(a) === JSON.stringify(b);
