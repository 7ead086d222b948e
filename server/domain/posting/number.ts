/** 101, 102, 103: three digits that a passer-by can say and a host can call out. */
export const firstNumber = 101;

/** The smallest number that no posting on any shared glass carries. */
export function smallestFree(taken: Iterable<number>): number {
  const used = new Set(taken);
  let candidate = firstNumber;
  while (used.has(candidate)) candidate += 1;
  return candidate;
}

/**
 * Two postings can meet on one glass when a region of one lies on the way from the root to a region of the other.
 * Paths are slash-joined codes that end in a slash (`330000/330100/`), so a prefix is a whole region.
 */
export function mayShareGlass(paths: readonly string[], others: readonly string[]): boolean {
  return paths.some((path) => others.some((other) => path.startsWith(other) || other.startsWith(path)));
}
