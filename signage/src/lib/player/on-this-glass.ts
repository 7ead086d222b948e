import type { LiveOnGlass } from '#server/domain/board/manifest.ts';
import { hostLossPhase, PHONES_WAIT_MS, SCREENS_WAIT_MS } from '#server/domain/live/host-loss.ts';
import type { ProgramPathName } from '$signage/program/program-player.ts';

/** What a show is on one glass: its picture, the slate in the picture's place, or its code among the station's own slides. */
export type OnThisGlass = 'picture' | 'slate' | 'rotation';

export interface ShowSeen {
  /** The path by which pictures move here now. */
  path: ProgramPathName;
  /** For how long none has, ms. */
  picturelessMs: number;
  /** How long the host has been away, as the server says; undefined while the show is live. */
  awayMs: number | undefined;
  /** The glass speaks as of an earlier time: a picture that stands still would go on saying how many places were left then. */
  asOfMs?: number | undefined;
  /** Its time is over. */
  isOver?: boolean | undefined;
}

/** The ladder in a show: WebRTC, HLS, the slate; after 15 s without a host or without a picture the jobs are back, with the show's code. */
export function onThisGlass({ path, picturelessMs, awayMs, asOfMs, isOver }: ShowSeen): OnThisGlass {
  if (asOfMs !== undefined || isOver) return 'rotation';
  // Only a host's own picture comes this way, and it may be here before the news that the host is back.
  if (path === 'webrtc') return 'picture';
  // Over HLS the slate is a picture like any other, and would stand for ten minutes.
  if (awayMs !== undefined && hostLossPhase(awayMs) !== 'slate') return 'rotation';
  if (path === 'hls') return 'picture';
  return awayMs !== undefined || picturelessMs < SCREENS_WAIT_MS ? 'slate' : 'rotation';
}

export function awayMsOf({ state, awayAt }: Pick<LiveOnGlass, 'state' | 'awayAt'>, nowMs: number): number | undefined {
  if (state !== 'away') return undefined;
  return awayAt === undefined ? 0 : Math.max(nowMs - Date.parse(awayAt), 0);
}

export const isShowOver = ({ until }: Pick<LiveOnGlass, 'until'>, nowMs: number): boolean =>
  until !== undefined && nowMs >= Date.parse(until);

/** Its time is over, nobody waits any more, or nobody can know here: a glass that has not heard its server for so long says nothing of a show. */
export function isStillOn(live: LiveOnGlass, { nowMs, heardServerAtMs }: { nowMs: number; heardServerAtMs: number }): boolean {
  const awayMs = awayMsOf(live, nowMs) ?? 0;
  return !isShowOver(live, nowMs) && hostLossPhase(awayMs) !== 'given-up' && nowMs - heardServerAtMs < PHONES_WAIT_MS;
}
