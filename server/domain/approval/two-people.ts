import { Temporal } from 'temporal-polyfill';

/** An unchanged repeat within this time of an approval needs no second pair of eyes. */
export const repeatDays = 7;

/** Whoever typed a word of what is to be approved can't approve it: the author, and every editor since the last approval. */
export function mayApprove(approverId: string, writerIds: readonly string[]): boolean {
  return !writerIds.includes(approverId);
}

export interface EarlierApproval {
  fingerprint: string;
  approvedAt: Temporal.Instant;
  /** Taken down because of a report or by a person: that is no unchanged repeat, whatever its words. */
  takenDown: boolean;
  /** It was shown wherever this one is to be: the same words on more walls are an addition. */
  shownThere: boolean;
}

/** Whether the same offer passed two people within the last seven days. */
export function isUnchangedRepeat(fingerprint: string, earlier: readonly EarlierApproval[], now: Temporal.Instant): boolean {
  const since = now.subtract({ hours: repeatDays * 24 });
  return earlier.some(
    (one) => one.fingerprint === fingerprint && !one.takenDown && one.shownThere && Temporal.Instant.compare(one.approvedAt, since) >= 0,
  );
}
