import { isNumber, isRecord, readKept, type Shelf, shelf } from './shelf.ts';

/**
 * 崩溃: a picture or film that takes the whole page with it can't be caught by the page. What stood is put down, so that the next start knows; an item that
 * stood at three crashes is set aside. A power cut is none: a page that crashed is back within seconds, a box is not.
 */
interface Kept {
  standing?: { key: string; aliveMs: number };
  /** By item: how often, and when last. */
  crashes: Record<string, { times: number; atMs: number }>;
}

const isCrash = (kept: unknown) => isRecord(kept) && isNumber(kept.times) && isNumber(kept.atMs);
const isStanding = (kept: unknown) => isRecord(kept) && typeof kept.key === 'string' && isNumber(kept.aliveMs);
const isKept = (kept: unknown): kept is Kept =>
  isRecord(kept) &&
  isRecord(kept.crashes) &&
  Object.values(kept.crashes).every(isCrash) &&
  (kept.standing === undefined || isStanding(kept.standing));

const mostCrashes = 3;
const backWithinMs = 25_000;
const forgottenAfterMs = 7 * 24 * 3_600_000;

export class ItemCrashes {
  readonly #name: string;
  readonly #store: Pick<Shelf, 'getItem' | 'setItem'>;
  #kept: Kept;

  /** Read once, at the start: whatever was standing then is what the page went with. */
  constructor(slot: string, nowMs = Date.now(), store: Pick<Shelf, 'getItem' | 'setItem'> = shelf) {
    this.#name = `gangbo-player-items-${slot}`;
    this.#store = store;
    const { standing, crashes } = readKept(store, this.#name, isKept) ?? { crashes: {} };
    const recent = Object.entries(crashes).filter(([, { atMs }]) => Math.abs(nowMs - atMs) < forgottenAfterMs);
    this.#kept = { crashes: Object.fromEntries(recent) };
    if (standing && nowMs >= standing.aliveMs && nowMs - standing.aliveMs < backWithinMs) {
      const times = (this.#kept.crashes[standing.key]?.times ?? 0) + 1;
      this.#kept.crashes[standing.key] = { times, atMs: nowMs };
    }
    this.#write();
  }

  get setAside(): string[] {
    return Object.entries(this.#kept.crashes)
      .filter(([, { times }]) => times >= mostCrashes)
      .map(([key]) => key);
  }

  /** It stands, or stands still. */
  stands(key: string, nowMs = Date.now()): void {
    this.#kept = { ...this.#kept, standing: { key, aliveMs: nowMs } };
    this.#write();
  }

  /** The page is left in order. */
  left(): void {
    this.#kept = { crashes: this.#kept.crashes };
    this.#write();
  }

  #write(): void {
    this.#store.setItem(this.#name, JSON.stringify(this.#kept));
  }
}
