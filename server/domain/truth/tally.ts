import { type Interval, wilson } from './wilson.ts';

export type Outcome = 'open' | 'true' | 'false' | 'unreached';

export interface Tally extends Interval {
  drawn: number;
  /** Number works, was still open, pay as shown. */
  right: number;
  wrong: number;
  /** Rung three times in vain. Not right: it stays in the denominator. */
  unreached: number;
  /** Not rung up yet. While there are any, the interval is of those that were. */
  open: number;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  const right = count('true');
  const open = count('open');
  return {
    drawn: outcomes.length,
    right,
    wrong: count('false'),
    unreached: count('unreached'),
    open,
    ...wilson(right, outcomes.length - open),
  };
}
