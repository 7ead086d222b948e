/**
 * 省力: what the studio sends when the machine or the line can't carry everything. The canvas keeps its size on every rung, because a new one would
 * break players; the sound is not on this ladder at all.
 */
export const effortRungs = ['full', 'reduced', 'card'] as const;
export type EffortRung = (typeof effortRungs)[number];

export interface Effort {
  readonly fps: number;
  /** Lines of the cameras' pictures, scaled into the canvas. */
  readonly cameraHeight: number;
  /** Below this many frames a second the rung is not held. */
  readonly leastFps: number;
}

export const efforts = {
  full: { fps: 25, cameraHeight: 720, leastFps: 24 },
  /** 20 that arrive: a busy machine loses one now and then. */
  reduced: { fps: 22, cameraHeight: 480, leastFps: 15 },
  /** The job's card and the sound: the picture stands still, so that a few frames keep the stream alive. */
  card: { fps: 5, cameraHeight: 480, leastFps: 0 },
} as const satisfies Record<EffortRung, Effort>;

export interface EffortState {
  readonly rung: EffortRung;
  readonly sinceMs: number;
  /** Smoothed over some seconds; undefined right after a step. */
  readonly fps: number | undefined;
  readonly lowSinceMs: number | undefined;
  readonly easySinceMs: number | undefined;
  /** How long it must have been easy before more is tried. */
  readonly patienceMs: number;
  /** Climbed to, not fallen to: whether it holds is still to be seen. */
  readonly isTry: boolean;
}

export interface EffortMeasured {
  readonly atMs: number;
  /** Frames a second that went out: the fewer of those drawn and those encoded. */
  readonly fps: number;
  /** Share of the time that drawing took, 0 to 1. */
  readonly busy: number;
}

/** A step takes a moment to show. */
const SETTLING_MS = 4_000;
const SMOOTHING = 0.25;
const LOW_FOR_MS = 8_000;
/** Frames a second above the least that end a low time: one that hovers about the edge is low. */
const CLEARLY = 0.5;
const FIRST_PATIENCE_MS = 60_000;
const LONGEST_PATIENCE_MS = 16 * 60_000;
/** A rung that was tried and fell within this was tried too soon. */
const TRIAL_MS = 90_000;
const EASY_BUSY = 0.5;

export const startOfEffort = (atMs: number): EffortState => ({
  rung: 'full',
  sinceMs: atMs,
  fps: undefined,
  lowSinceMs: undefined,
  easySinceMs: undefined,
  patienceMs: FIRST_PATIENCE_MS,
  isTry: false,
});

/** One measurement a second or so. Down after some seconds of too little; up after a long calm, and each failed try makes the next wait twice as long. */
export function nextEffort(state: EffortState, measured: EffortMeasured): EffortState {
  const { atMs } = measured;
  if (atMs - state.sinceMs < SETTLING_MS) return state;
  const fps = state.fps === undefined ? measured.fps : state.fps + SMOOTHING * (measured.fps - state.fps);
  const { leastFps, fps: wanted } = efforts[state.rung];
  const isLow = fps < leastFps + (state.lowSinceMs === undefined ? 0 : CLEARLY);
  const lowSinceMs = isLow ? (state.lowSinceMs ?? atMs) : undefined;
  const isEasy = fps >= wanted - 1 && measured.busy < EASY_BUSY;
  const easySinceMs = isEasy ? (state.easySinceMs ?? atMs) : undefined;
  const on = { ...state, fps, lowSinceMs, easySinceMs };
  const at = effortRungs.indexOf(state.rung);
  const less = effortRungs[at + 1];
  if (less && lowSinceMs !== undefined && atMs - lowSinceMs >= LOW_FOR_MS)
    return stepTo(less, { atMs, patienceMs: patienceAfterFall(state, atMs), isTry: false });
  const more = effortRungs[at - 1];
  if (more && easySinceMs !== undefined && atMs - easySinceMs >= state.patienceMs)
    return stepTo(more, { atMs, patienceMs: state.patienceMs, isTry: true });
  return on;
}

/** Whoever falls right after a try waits longer for the next; whoever stood for long begins anew; two rungs in one fall are one fall. */
function patienceAfterFall(state: EffortState, atMs: number): number {
  if (atMs - state.sinceMs > TRIAL_MS) return FIRST_PATIENCE_MS;
  return state.isTry ? Math.min(state.patienceMs * 2, LONGEST_PATIENCE_MS) : state.patienceMs;
}

const stepTo = (rung: EffortRung, { atMs, patienceMs, isTry }: { atMs: number; patienceMs: number; isTry: boolean }): EffortState => ({
  rung,
  sinceMs: atMs,
  fps: undefined,
  lowSinceMs: undefined,
  easySinceMs: undefined,
  patienceMs,
  isTry,
});
