import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../db/database.ts';
import { type Measure, type Place, Sums } from '../../domain/figures/measures.ts';

/** Hours from one to before another; both begin an hour. */
export interface Span {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

/** One kind of record, and what is added up of it. Reads by an index over the span, never the whole table. */
export interface Source {
  measures: readonly Measure[];
  gather(tx: Tx, span: Span): Promise<HourSums>;
}

/** Sums by the hour in which they belong. */
export class HourSums {
  readonly #hours = new Map<string, Sums>();

  add(at: Temporal.Instant, place: Place, measure: Measure, value = 1, step = 0): void {
    const hour = startOfHour(at).toString();
    const sums = this.#hours.get(hour) ?? new Sums();
    this.#hours.set(hour, sums);
    sums.add(place, measure, value, step);
  }

  get rows() {
    return [...this.#hours].flatMap(([at, sums]) => sums.all.map((sum) => ({ at, ...sum })));
  }
}

const hourMs = 3_600_000;

export const startOfHour = (at: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at.epochMilliseconds / hourMs) * hourMs);

/** What stands for an absent region, station or trade: a key has no nulls. */
export const none = '';
