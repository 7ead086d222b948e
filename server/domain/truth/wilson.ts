/** Of the standard normal distribution, for 95 %. */
const z = 1.959963984540054;

export interface Interval {
  /** Shares, 0–1. */
  low: number;
  high: number;
}

/**
 * Wilson's score interval (Wilson 1927), 95 %: true to small samples and to shares near 0 and 1, where the textbook's p ± 1.96·σ claims certainty.
 * Nothing asked: anything is possible.
 */
export function wilson(right: number, asked: number): Interval {
  if (asked === 0) return { low: 0, high: 1 };
  const share = right / asked;
  const zz = (z * z) / asked;
  const middle = (share + zz / 2) / (1 + zz);
  const half = (z / (1 + zz)) * Math.sqrt((share * (1 - share)) / asked + zz / (4 * asked));
  // At 0 and at 1 the bound is exact, and rounding must not say otherwise.
  return { low: right === 0 ? 0 : Math.max(0, middle - half), high: right === asked ? 1 : Math.min(1, middle + half) };
}
