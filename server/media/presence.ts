/** Pages report every 10 s; one that misses two has gone. */
const PRESENT_FOR_MS = 25_000;
/** Keys are made by pages: a bound keeps a prankster from filling memory. */
const MOST_KEYS = 200_000;

/** Who watches, on every path: HLS by a CDN leaves no trace on this server, so pages say so themselves. */
export class Presence {
  readonly #now: () => number;
  readonly #untilByKey = new Map<string, number>();
  readonly #opened: string[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns whether it has just come */
  seen(viewerKey: string): boolean {
    // Set anew, so that the map stays in the order of leaving.
    const isNew = !this.#untilByKey.delete(viewerKey);
    if (this.#untilByKey.size < MOST_KEYS) this.#untilByKey.set(viewerKey, this.#now() + PRESENT_FOR_MS);
    return isNew;
  }

  /** To be counted as an opening of the page. */
  opened(viewerKey: string): void {
    if (this.#opened.length < MOST_KEYS) this.#opened.push(viewerKey);
  }

  /** The openings since this was asked last. */
  takeOpened(): string[] {
    return this.#opened.splice(0);
  }

  left(viewerKey: string): void {
    this.#untilByKey.delete(viewerKey);
  }

  get count(): number {
    const now = this.#now();
    for (const [key, until] of this.#untilByKey) {
      if (until > now) break;
      this.#untilByKey.delete(key);
    }
    return this.#untilByKey.size;
  }
}
