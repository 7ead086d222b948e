import type { SenderLimits } from './sender.ts';

export interface LineFound {
  /** Bits a second that a plain upload reached. */
  readonly uploadBits: number;
  /** Share of packets that did not arrive, 0 to 1. */
  readonly loss: number;
  readonly rttMs: number;
}

export type LineVerdict = 'ready' | 'slow' | 'lossy';

/** A show needs half as much again as it sends: somebody else in the station opens a web page now and then. */
const HEADROOM = 1.5;
/** WebRTC mends this much without anybody seeing it. */
const MOST_LOSS = 0.03;

export function verdictOf(found: LineFound, limits: SenderLimits): LineVerdict {
  if (found.uploadBits < limits.start * HEADROOM) return 'slow';
  return found.loss > MOST_LOSS ? 'lossy' : 'ready';
}
