/**
 * A show ends by itself: a laptop that was left sending would stand on every wall. Its host is warned before, and says with one press that it goes on.
 */

/** Nobody is cut off for talking a little longer than planned. */
export const GRACE_MINUTES = 60;
/** No grace goes beyond this; a show that was planned for longer has its plan. */
export const MOST_UNASKED_MINUTES = 6 * 60;
export const WARNED_MINUTES = 15;
export const PROLONGED_MINUTES = 30;
export const shortestMinutes = 5;
export const longestMinutes = 600;

/** @param minutes how long it is planned to be @returns after how many it ends by itself */
export const lastsMinutes = (minutes: number): number => Math.max(minutes, Math.min(minutes + GRACE_MINUTES, MOST_UNASKED_MINUTES));

export const endsByMs = ({ startedMs, minutes }: { startedMs: number; minutes: number }): number =>
  startedMs + lastsMinutes(minutes) * 60_000;

/** The plan by which it ends half an hour later; `undefined` where none may be so long. */
export function prolonged(minutes: number): number | undefined {
  const lasts = lastsMinutes(minutes) + PROLONGED_MINUTES;
  const planned = lasts <= MOST_UNASKED_MINUTES ? lasts - GRACE_MINUTES : lasts;
  return planned > longestMinutes ? undefined : planned;
}
