/** What of a device's journal crosses the wire: see contract/proofs.ts. Times are epoch ms. */

export const slideKinds = ['jobs', 'station', 'show', 'content', 'takeover'] as const;

/** A slide as it stood on the glass. */
export interface PlayedSlide {
  id: string;
  kind: (typeof slideKinds)[number];
  /** Of the manifest that drew it. */
  version: number;
  hash: string;
  /** The rows that really stood there. */
  postingIds: string[];
  /** The content's, episode's or takeover's id. */
  subject?: string | undefined;
}

export interface Play {
  slide: PlayedSlide;
  startedAtMs: number;
  durationMs: number;
}

/** A device's clock may have run ahead: so far is no matter. */
export const clockSlackMs = 60_000;
/** Nothing is kept on a device for longer, so nothing can have been played before. */
export const oldestPlayMs = 60 * 86_400_000;
/** No slide stands longer; a box that slept wakes up with a long one. */
export const longestPlayMs = 3_600_000;

export interface Retimed {
  plays: Play[];
  /** How many had to be moved. */
  retimed: number;
}

/**
 * What can't be true of a device's times is moved to the nearest that can: nothing ended after it was received, nothing is older than a device
 * keeps plays. How long each stood is never touched, except that none stands for more than an hour. Order stays.
 */
export function believable(plays: readonly Play[], receivedAtMs: number): Retimed {
  let latestEnd = receivedAtMs;
  let retimed = 0;
  const moved = [...plays].reverse().map((play) => {
    const durationMs = Math.min(play.durationMs, longestPlayMs);
    const isAhead = play.startedAtMs + durationMs > latestEnd + clockSlackMs;
    const startedAtMs = Math.max(isAhead ? latestEnd - durationMs : play.startedAtMs, receivedAtMs - oldestPlayMs);
    if (startedAtMs !== play.startedAtMs || durationMs !== play.durationMs) retimed += 1;
    if (isAhead) latestEnd = startedAtMs;
    return { ...play, startedAtMs, durationMs };
  });
  return { plays: moved.reverse(), retimed };
}

export interface Taking<T> {
  /** Those that were not counted before, in order. */
  fresh: T[];
  /** Number of the first of them. */
  from: number;
  /** Up to here everything is taken now. */
  upTo: number;
  /** Numbers between what was taken and the first that came: they will never come. */
  lost: number;
}

/** A journal's next batch against what was taken: a number is counted once, and a device drops only what was taken. */
export function takeBatch<T>(takenSeq: number, batch: { from: number; plays: readonly T[] }): Taking<T> {
  const last = batch.from + batch.plays.length - 1;
  if (last <= takenSeq) return { fresh: [], from: takenSeq + 1, upTo: takenSeq, lost: 0 };
  const from = Math.max(batch.from, takenSeq + 1);
  return { fresh: batch.plays.slice(from - batch.from), from, upTo: last, lost: Math.max(0, batch.from - takenSeq - 1) };
}
