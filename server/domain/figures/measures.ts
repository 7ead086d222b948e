/** What the rollups add up. Figures (figure.ts) are reckoned from these sums, never from the records, when somebody looks. */
export const measures = [
  // Supply, by trade: of the posting's desk.
  'postings',
  'headcount',
  /** Day pay × places, in fen, of postings paid by the day. */
  'day-pay-fen',
  'day-pay-places',
  /** Postings whose pay is by hour, piece, month or order, or is not said: left out of the average. */
  'other-pay',
  // The same for each station that a posting reaches: a station's own, never added up over stations.
  'postings-here',
  'headcount-here',
  'day-pay-fen-here',
  'day-pay-places-here',
  'other-pay-here',
  // The way from glass to work.
  'plays',
  'scans',
  'views',
  'verifies',
  'grabs',
  'confirmed',
  'started',
  // Answers: all that were asked for, and those that came, by minutes of station hours.
  'asked',
  'answered',
  // Person, posting and day.
  'at-work',
  'work-unconfirmed',
  'show-views',
] as const;
export type Measure = (typeof measures)[number];

/** One sum as it is stored. */
export interface Sum {
  regionCode: string;
  stationId: string;
  trade: string;
  measure: Measure;
  step: number;
  value: number;
}

export type Place = Pick<Sum, 'regionCode' | 'stationId' | 'trade'>;

/** Adds up one by one; sums come out once a key, in the order of their first. */
export class Sums {
  readonly #sums = new Map<string, Sum>();

  add(place: Place, measure: Measure, value = 1, step = 0): void {
    if (value === 0) return;
    const key = [place.regionCode, place.stationId, place.trade, measure, step].join('\u0000');
    const known = this.#sums.get(key);
    if (known) known.value += value;
    else this.#sums.set(key, { regionCode: place.regionCode, stationId: place.stationId, trade: place.trade, measure, step, value });
  }

  get all(): Sum[] {
    return [...this.#sums.values()];
  }
}
