import { canonicalJson } from '../../domain/board/canonical.ts';
import type { BoardRow } from '../../domain/board/manifest.ts';

/**
 * Writes the canonical text of a posting's row once for all stations: they differ in the distance alone, which sorting puts between
 * `dayJob` and `employer`. A test holds this to `canonicalJson`.
 */
export class RowTexts {
  /** For `canonicalJson`: what each row object reads. */
  readonly written = new WeakMap<object, string>();
  readonly #halves = new Map<string, [string, string]>();

  add(row: BoardRow): void {
    const key = `${row.postingId} ${row.startsToday} ${row.expiresAt}`;
    let halves = this.#halves.get(key);
    if (halves === undefined) {
      const { benefits, confirmedAt, dayJob, distanceM: _, ...rest } = row;
      halves = [canonicalJson({ benefits, confirmedAt, dayJob }).slice(0, -1), canonicalJson(rest).slice(1)];
      this.#halves.set(key, halves);
    }
    this.written.set(row, `${halves[0]},"distanceM":${row.distanceM},${halves[1]}`);
  }
}
