/** Which kept build a box opens, by the name of its cache. */
export interface Releases {
  serves?: string;
  /** What was replaced, kept until its successor has proved itself on the glass. */
  previous?: string;
  /** Starts of the page since it was replaced. */
  boots: number;
  isProved: boolean;
  /** A page has rehearsed this one and asks for it. */
  asked?: string;
  /** What was opened, and given up again. */
  refused?: string;
}

/** What a worker says of itself, and of what it opens. */
export interface WorkerSays {
  release: string;
  /** The build whose page it opens. */
  serves: string | undefined;
  /** The build that was opened on this box and given up again. */
  refused: string | undefined;
}

/** A page that was rehearsed and still can't present its slides in so many starts is given up. */
const mostBoots = 3;

/** A start of the page; it may be the one too many. */
export function afterBoot(releases: Releases): Releases {
  if (releases.isProved) return releases;
  if (releases.boots < mostBoots || releases.previous === undefined) return { ...releases, boots: releases.boots + 1 };
  return givenUp(releases);
}

/** Back to what was replaced, where there is something. */
export function givenUp(releases: Releases): Releases {
  const { serves, previous } = releases;
  if (releases.isProved || previous === undefined) return releases;
  return { serves: previous, boots: 0, isProved: true, ...(serves === undefined ? {} : { refused: serves }) };
}

/** It has presented its slides: what it replaced is needed no more. */
export function proved(releases: Releases): Releases {
  const { serves } = releases;
  return { ...(serves === undefined ? {} : { serves }), boots: 0, isProved: true };
}

/**
 * A worker begins to work. It opens its own build only where a page has rehearsed that one, or where there is no other: a browser that starts anew lets any
 * waiting worker begin, also one that failed its rehearsal the evening before. @returns what nobody needs any more, too
 */
export function afterActivating(before: Releases, own: string, kept: readonly string[]): { releases: Releases; drop: string[] } {
  const { serves } = before;
  if (serves === undefined || serves === own || !kept.includes(serves) || before.asked === own) return afterTaking(before, own, kept);
  return { releases: before, drop: kept.filter((name) => name !== own && name !== serves && name !== before.previous) };
}

/** A newer build has been rehearsed, and opens from now on. @returns what nobody needs any more, too */
export function afterTaking(before: Releases, taken: string, kept: readonly string[]): { releases: Releases; drop: string[] } {
  if (before.serves === taken) return { releases: before, drop: kept.filter((name) => name !== taken && name !== before.previous) };
  const previous = before.serves !== undefined && kept.includes(before.serves) ? before.serves : undefined;
  return {
    releases: { serves: taken, ...(previous === undefined ? {} : { previous }), boots: 0, isProved: previous === undefined },
    drop: kept.filter((name) => name !== taken && name !== previous),
  };
}
