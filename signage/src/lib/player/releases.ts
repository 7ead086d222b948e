/** Which kept build a box opens, by the name of its cache. */
export interface Releases {
  serves?: string;
  /** What was replaced, kept until its successor has proved itself on the glass. */
  previous?: string;
  /** Starts of the page since it was replaced. */
  boots: number;
  isProved: boolean;
}

/** A page that was rehearsed and still can't present its slides in so many starts is given up. */
const mostBoots = 3;

/** A start of the page; it may be the one too many. */
export function afterBoot(releases: Releases): Releases {
  if (releases.isProved) return releases;
  if (releases.boots < mostBoots || releases.previous === undefined) return { ...releases, boots: releases.boots + 1 };
  return { serves: releases.previous, boots: 0, isProved: true };
}

/** A newer build has been rehearsed, and opens from now on. @returns what nobody needs any more, too */
export function afterTaking(before: Releases, taken: string, kept: readonly string[]): { releases: Releases; drop: string[] } {
  const previous = before.serves !== undefined && before.serves !== taken && kept.includes(before.serves) ? before.serves : undefined;
  return {
    releases: { serves: taken, ...(previous === undefined ? {} : { previous }), boots: 0, isProved: previous === undefined },
    drop: kept.filter((name) => name !== taken && name !== previous),
  };
}
