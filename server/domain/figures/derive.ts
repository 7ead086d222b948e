import { answerFigures } from './answers.ts';
import { averageDayPay } from './day-pay.ts';
import { figureDefinitions } from './definitions.ts';
import { type FigureKey, type FigureReading, figureKeys } from './figure.ts';
import type { Measure } from './measures.ts';

/** Stored sums of one place and period, by measure and step. */
export class Tally {
  readonly #values = new Map<Measure, Map<number, number>>();

  add(measure: Measure, step: number, value: number): void {
    const steps = this.#values.get(measure) ?? new Map<number, number>();
    this.#values.set(measure, steps);
    steps.set(step, (steps.get(step) ?? 0) + value);
  }

  get(measure: Measure): number {
    let sum = 0;
    for (const value of this.steps(measure).values()) sum += value;
    return sum;
  }

  steps(measure: Measure): ReadonlyMap<number, number> {
    return this.#values.get(measure) ?? new Map();
  }
}

/** n of m that were found true, and the 95 % interval in per cent. */
export interface TruthReading {
  right: number;
  of: number;
  low: number;
  high: number;
}

export interface DeriveInput {
  tally: Tally;
  /** A station's own supply is what reaches it, a region's what comes from it. */
  supply: 'desk' | 'here';
  asOf: string;
  truth: TruthReading | undefined;
}

export const supplyMeasure = (
  measure: 'postings' | 'headcount' | 'day-pay-fen' | 'day-pay-places' | 'other-pay',
  supply: 'desk' | 'here',
): Measure => (supply === 'here' ? `${measure}-here` : measure);

export const dayPayOf = (tally: Tally, supply: 'desk' | 'here'): number | null =>
  averageDayPay({ fen: tally.get(supplyMeasure('day-pay-fen', supply)), places: tally.get(supplyMeasure('day-pay-places', supply)) });

/** Every figure, the three numbers first. */
export function deriveFigures({ tally, supply, asOf, truth }: DeriveInput): FigureReading[] {
  const answers = answerFigures({ asked: tally.get('asked'), answered: tally.steps('answered') });
  const values: Record<FigureKey, number | null> = {
    'people-at-work': tally.get('at-work'),
    'work-unconfirmed': tally.get('work-unconfirmed'),
    'answer-minutes': answers.medianMinutes,
    'answered-in-time': answers.inTimeShare,
    'wall-truth': truth === undefined ? null : truth.right,
    postings: tally.get(supplyMeasure('postings', supply)),
    headcount: tally.get(supplyMeasure('headcount', supply)),
    'day-pay': dayPayOf(tally, supply),
    scans: tally.get('scans'),
    views: tally.get('views'),
    grabs: tally.get('grabs'),
    confirmed: tally.get('confirmed'),
    started: tally.get('started'),
    plays: tally.get('plays'),
    viewers: tally.get('show-views'),
  };
  return figureKeys.map((key) => {
    const { unit } = figureDefinitions[key];
    const reading: FigureReading = { key, value: values[key], unit, asOf };
    return key === 'wall-truth' && truth ? { ...reading, of: truth.of, low: truth.low, high: truth.high } : reading;
  });
}
