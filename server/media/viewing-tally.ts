import { type Count, countsOf, type Seen } from '../domain/live/viewing.ts';

/** What this process has heard of how a show is seen, since it was last taken away to be kept. Bounded by the steps there are. */
export class ViewingTally {
  #counts = new Map<string, Count>();

  add(seen: Seen): void {
    for (const count of countsOf(seen)) {
      const key = `${count.path} ${count.measure} ${count.step}`;
      this.#counts.set(key, { ...count, count: count.count + (this.#counts.get(key)?.count ?? 0) });
    }
  }

  /** Hands over what was added, and begins anew. */
  take(): Count[] {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    return counts;
  }
}
