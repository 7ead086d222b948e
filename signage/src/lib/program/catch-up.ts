export interface Lag {
  /** Behind the live edge, s. */
  readonly latency: number;
  readonly target: number;
  /** Buffered ahead of what is shown, s. */
  readonly buffered: number;
  /** How long this viewer has been playing, s. */
  readonly playedFor: number;
  /** How long the picture has not moved, s. */
  readonly stoodFor: number;
}

/** Beyond this, catching up by speed would take minutes: jump. */
const JUMP_S = 6;
/** Who has just joined has heard half a sentence: a jump costs less than half a minute of hurried speech. */
const JOINING_S = 5;
const JOINING_JUMP_S = 0.8;
/** Left in front of a jump's landing, or the jump is a stall. */
const LANDING_S = 0.3;

/**
 * After a stall: whoever stands with this in hand is only waiting for more. Chromium wants twice as much each time it has run dry (0.4, 0.8, 1.6 s, at
 * last 3), and forgets that when it is told where to play.
 */
const ENOUGH_S = 0.5;
const STANDS_S = 0.15;

/**
 * How fast to play so that latency comes back to its target. hls.js's own catch-up works only above a second of buffer, which low latency
 * never has.
 */
export function catchUp({ latency, target, buffered, playedFor, stoodFor }: Lag): { rate: number } | { jump: true } | { goOn: true } {
  const behind = latency - target;
  if (behind > JUMP_S) return { jump: true };
  if (playedFor < JOINING_S && behind > JOINING_JUMP_S && buffered > behind + LANDING_S) return { jump: true };
  if (playedFor >= JOINING_S && stoodFor > STANDS_S && buffered > ENOUGH_S) return { goOn: true };
  if (buffered < 0.25) return { rate: 1 };
  if (behind > 0.3) return { rate: 1.1 };
  if (behind > 0.12) return { rate: 1.04 };
  if (behind > 0.06) return { rate: 1.02 };
  return { rate: 1 };
}
