import type { MissedOnWire, MissedStretch, OfferMissed } from '#server/contract/missed.ts';
import { LONGEST_STRETCH_MS, SHORTEST_STRETCH_MS } from '#server/domain/live/missed.ts';

/** A recording on this machine, on this machine's clock. */
export interface KeptSpan {
  readonly name: string;
  readonly beganMs: number;
  readonly endMs: number;
  /** It goes on: what it does not hold yet, it will. */
  readonly isRunning?: true;
}

/** What of a gap a recording has. */
export type Wanted = { readonly name: string } & Pick<OfferMissed, 'fromMs' | 'toMs' | 'zeroMs'>;

/** Sound may lie a little behind its picture. */
const SOUND_BEHIND_MS = 500;
/** Moments of two pictures, and of two clocks that were compared at different times. */
const SAME_MS = 500;

/**
 * What this machine has of what the server lacks, in stretches that it takes.
 * @param aheadMs the server's clock less this machine's
 */
export function planStretches(missed: MissedOnWire, kept: readonly KeptSpan[], aheadMs: number): Wanted[] {
  return missed.gaps.flatMap((gap) =>
    kept.flatMap(({ name, beganMs, endMs, isRunning }) => {
      // From this machine's clock to the program's: as its own reports told the server, or by comparing the two clocks.
      const onProgram = (ms: number) => (gap.hostAtMs === null ? ms + aheadMs - gap.atMs : ms - gap.hostAtMs) + gap.fromMs;
      // A stretch is sent once: not before all of it is here, its sound included.
      if (isRunning && onProgram(endMs) < gap.toMs + SOUND_BEHIND_MS) return [];
      const fromMs = Math.ceil(Math.max(gap.fromMs, onProgram(beganMs)));
      const toMs = Math.floor(Math.min(gap.toMs, onProgram(endMs)));
      return pieces(fromMs, toMs).map((span) => resumed({ name, ...span, zeroMs: Math.round(onProgram(beganMs)) }, missed.stretches));
    }),
  );
}

function pieces(fromMs: number, toMs: number): { fromMs: number; toMs: number }[] {
  const found: { fromMs: number; toMs: number }[] = [];
  for (let at = fromMs; toMs - at >= SHORTEST_STRETCH_MS; at += LONGEST_STRETCH_MS) {
    found.push({ fromMs: at, toMs: Math.min(at + LONGEST_STRETCH_MS, toMs) });
  }
  return found;
}

/** What was begun before a reload goes on under its own numbers: clocks compared anew would make another stretch of it. */
function resumed(wanted: Wanted, begun: readonly MissedStretch[]): Wanted {
  const same = begun.find(
    ({ state, fromMs, toMs }) =>
      state === 'receiving' && Math.abs(fromMs - wanted.fromMs) < SAME_MS && Math.abs(toMs - wanted.toMs) < SAME_MS,
  );
  return same ? { ...wanted, fromMs: same.fromMs, toMs: same.toMs, zeroMs: same.zeroMs } : wanted;
}
