import type { ScreenState } from './health.ts';

export interface Turn {
  readonly atMs: number;
  readonly state: ScreenState;
}

export interface Uptime {
  /** Share of the hours in which it should have shown something, 0–1; undefined where there were none. */
  readonly share: number | undefined;
  readonly awakeMs: number;
  readonly byState: Readonly<Record<ScreenState, number>>;
}

/** A picture was there: perhaps with something left out. */
const shows = (state: ScreenState) => state === 'fine' || state === 'degraded';

/**
 * How long a screen did what it should between two moments. What it was before the first turn known is not counted, neither for nor against it.
 * @param turns in order; the last one before `fromMs` says how the time began
 */
export function uptimeOf(turns: readonly Turn[], fromMs: number, untilMs: number): Uptime {
  const byState: Record<ScreenState, number> = { fine: 0, degraded: 0, silent: 0, wrong: 0, asleep: 0 };
  turns.forEach(({ atMs, state }, index) => {
    const begins = Math.max(atMs, fromMs);
    const ends = Math.min(turns[index + 1]?.atMs ?? untilMs, untilMs);
    if (ends > begins) byState[state] += ends - begins;
  });
  const awakeMs = byState.fine + byState.degraded + byState.silent + byState.wrong;
  const shownMs = (Object.keys(byState) as ScreenState[]).filter(shows).reduce((sum, state) => sum + byState[state], 0);
  return { share: awakeMs === 0 ? undefined : shownMs / awakeMs, awakeMs, byState };
}
