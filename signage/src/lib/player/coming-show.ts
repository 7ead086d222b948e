import type { ComingOnGlass, Manifest, StationSlide } from '#server/domain/board/manifest.ts';
import { PHONES_WAIT_MS } from '#server/domain/live/host-loss.ts';

/** From an hour before its start a show is counted down to, or said to be off. */
export const COUNTDOWN_MS = 3_600_000;
const slideMs = 10_000;

/**
 * The slide of a show that is about to begin, or would have been. It stands among the jobs, never in their place, and only as long as it is true: not
 * from the start on, not beside a show that is on, and not on a glass that has not heard its server for so long that it can't know of a cancellation.
 */
export function comingSlide(
  { coming, offAir, live }: Pick<Manifest, 'coming' | 'offAir' | 'live'>,
  { nowMs, heardServerAtMs }: { nowMs: number; heardServerAtMs: number },
): StationSlide | undefined {
  if (live !== undefined || nowMs - heardServerAtMs >= PHONES_WAIT_MS) return undefined;
  if (offAir && isNear(offAir, nowMs, offAir.minutes * 60_000)) return slideOf(offAir, offAir.reason);
  return coming && isNear(coming, nowMs, 0) ? slideOf(coming, undefined) : undefined;
}

/** @param afterMs how long after the planned start it still matters */
function isNear({ startsAt }: ComingOnGlass, nowMs: number, afterMs: number): boolean {
  const start = Date.parse(startsAt);
  return nowMs >= start - COUNTDOWN_MS && nowMs < start + afterMs;
}

function slideOf({ episodeId, title, hostName, startsAt, link }: ComingOnGlass, off: string | undefined): StationSlide | undefined {
  if (link === undefined) return undefined;
  const coming = { title, hostName, startsAt, ...(off === undefined ? {} : { off }) };
  return { kind: 'station', id: `${off === undefined ? 'coming' : 'off'}-${episodeId}`, link, dwellMs: slideMs, coming };
}
