/**
 * 数据: the numbers that this house tells about itself, the same on glass, data wall, studio and in a table. What each of them means stands in
 * definitions.ts.
 */
export const figureKeys = [
  'people-at-work',
  'work-unconfirmed',
  'answer-minutes',
  'answered-in-time',
  'wall-truth',
  'postings',
  'headcount',
  'day-pay',
  'scans',
  'views',
  'grabs',
  'confirmed',
  'started',
  'plays',
  'viewers',
] as const;
export type FigureKey = (typeof figureKeys)[number];

/** What is counted. `share` is a whole per cent; `of` counts the good ones among `of`. */
export const figureUnits = ['person-days', 'minutes', 'share', 'of', 'postings', 'places', 'times', 'grabs', 'yuan-a-day'] as const;
export type FigureUnit = (typeof figureUnits)[number];

/** One number as it was at one time. */
export interface FigureReading {
  key: FigureKey;
  /** `null`: nothing to reckon from, which is not a nought. */
  value: number | null;
  unit: FigureUnit;
  /** When it was reckoned. ISO 8601, UTC. */
  asOf: string;
  /** Of how many `value` is a part. */
  of?: number;
  /** Ends of the 95 % interval, in per cent. */
  low?: number;
  high?: number;
}
