/**
 * When the host is gone: slate on every path at once; after 15 s the screens go back to their jobs with the show's code; phones wait 10
 * minutes; the host comes back into the same episode.
 */

/** Without any packet for this long the host counts as lost. Leaves 0.7 s of the promised 1.5 s for the slate to travel. */
export const HOST_SILENT_MS = 800;
/** Sound goes on but no picture comes: the host's machine is choking, which is given a little longer. */
export const PICTURE_SILENT_MS = 3_000;
export const SCREENS_WAIT_MS = 15_000;
export const PHONES_WAIT_MS = 10 * 60_000;
/** A show that has begun, and no picture has ever come: as long as a slow laptop may need for its first one. */
export const FIRST_PICTURE_MS = 30_000;

/** Whoever holds a show's picture says so this often. */
export const LEASE_RENEW_MS = 2_000;
/** One who has not said so for this long is gone, and the picture with it: three times missed, and a slow database. */
export const LEASE_MS = 8_000;

export type HostLossPhase =
  /** Everybody sees the slate. */
  | 'slate'
  /** Screens show their jobs again, with the show's code; phones still wait. */
  | 'screens-left'
  /** Nobody waits any more: the episode is over. */
  | 'given-up';

/** @param awayForMs how long the host has been away */
export function hostLossPhase(awayForMs: number): HostLossPhase {
  if (awayForMs < SCREENS_WAIT_MS) return 'slate';
  return awayForMs < PHONES_WAIT_MS ? 'screens-left' : 'given-up';
}

/** How long until the phase changes, ms; undefined when it won't. */
export function nextPhaseInMs(awayForMs: number): number | undefined {
  switch (hostLossPhase(awayForMs)) {
    case 'slate':
      return SCREENS_WAIT_MS - awayForMs;
    case 'screens-left':
      return PHONES_WAIT_MS - awayForMs;
    case 'given-up':
      return undefined;
  }
}
