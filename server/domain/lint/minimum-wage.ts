import type { PostingFacts } from '../posting/facts.ts';

/** One figure of a region, as an administrator entered it: provinces set them by tier, by month and by hour. */
export interface MinimumWage {
  regionCode: string;
  unit: 'hour' | 'month';
  yuan: number;
  /** Where the figure was published. */
  source: string;
  /** YYYY-MM-DD */
  inForceFrom: string;
}

export interface BelowMinimum {
  figure: MinimumWage;
  /** What the posting pays, in the figure's unit. */
  yuan: number;
}

/**
 * Compares only what can be compared: pay by the hour with the hourly figure; by the day where the hours are known; by
 * the month where the hours are known to be those of a full working day (7 and more). `regions`: the posting's region
 * and those above it, nearest first; the nearest one with a figure in force counts.
 */
export function compareWithMinimum(
  facts: PostingFacts,
  wages: readonly MinimumWage[],
  regions: readonly string[],
  today: string,
): BelowMinimum | undefined {
  const { min, unit } = facts.pay;
  const { hours } = facts.shift;
  if (min === undefined) return undefined;
  const paid =
    unit === 'hour'
      ? { unit: 'hour' as const, yuan: min }
      : unit === 'day' && hours !== undefined
        ? { unit: 'hour' as const, yuan: Math.round((min / hours) * 100) / 100 }
        : unit === 'month' && hours !== undefined && hours >= 7
          ? { unit: 'month' as const, yuan: min }
          : undefined;
  if (!paid) return undefined;
  const figure = inForce(wages, paid.unit, regions, today);
  return figure && paid.yuan < figure.yuan ? { figure, yuan: paid.yuan } : undefined;
}

function inForce(
  wages: readonly MinimumWage[],
  unit: MinimumWage['unit'],
  regions: readonly string[],
  today: string,
): MinimumWage | undefined {
  for (const region of regions) {
    const current = wages
      .filter((wage) => wage.regionCode === region && wage.unit === unit && wage.inForceFrom <= today)
      .sort((a, b) => (a.inForceFrom < b.inForceFrom ? 1 : -1))[0];
    if (current) return current;
  }
  return undefined;
}
