/**
 * A moment as black and white bars, for whoever measures from a picture how old it is: two bars to know them by, 32 bits of milliseconds and a
 * sum over them. Broad enough to outlive compression, and the sum refuses a picture that is half of one frame and half of the next.
 */
const MARK = [true, false] as const;
const VALUE_BITS = 32;
const SUM_BITS = 8;
export const BARS = MARK.length + VALUE_BITS + SUM_BITS;

/** The moments that bars tell apart: they come round after 49 days. */
export const BARS_WRAP_MS = 2 ** VALUE_BITS;

/** @param ms any moment; true is a white bar */
export function barsOf(ms: number): boolean[] {
  const value = Math.floor(ms) % BARS_WRAP_MS;
  return [...MARK, ...bits(value, VALUE_BITS), ...bits(sumOf(value), SUM_BITS)];
}

/**
 * @param levels brightness of the middle of each bar, 0 to 255
 * @returns the moment modulo BARS_WRAP_MS; undefined where these are no bars
 */
export function momentOf(levels: ArrayLike<number>): number | undefined {
  if (levels.length !== BARS) return undefined;
  const read = Array.from(levels, (level) => level > 127);
  if (MARK.some((bar, index) => read[index] !== bar)) return undefined;
  const value = numberOf(read.slice(MARK.length, MARK.length + VALUE_BITS));
  return numberOf(read.slice(MARK.length + VALUE_BITS)) === sumOf(value) ? value : undefined;
}

const bits = (value: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, index) => Math.floor(value / 2 ** (count - 1 - index)) % 2 === 1);

const numberOf = (read: readonly boolean[]): number => read.reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);

/** Never 0 for 0: a black picture is no moment. */
function sumOf(value: number): number {
  let sum = 0x5a;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) sum = (sum * 31 + (rest % 256)) % 256;
  return sum;
}
