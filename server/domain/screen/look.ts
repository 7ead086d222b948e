/** When the fleet was last looked at, and whether what was not heard since may be held against a screen. */
export interface LastLook {
  readonly atMs: number;
  /** Silence that began before this moment may be the server's own. */
  readonly patientUntilMs: number;
}

export interface Look extends LastLook {
  /** From when to when nobody looked, where that was long enough to tell of. */
  readonly away: { readonly fromMs: number; readonly untilMs: number } | undefined;
}

/** Three rounds that did not come. */
const missedMs = 30_000;
const awayMs = 60_000;
/** Players come back within seconds, spread over as many. */
const patienceMs = 60_000;

/**
 * Whether the server has been looking all along. After a gap every screen has been silent, and none of them is to blame: it gets the time to
 * come back, and the gap itself is told once.
 */
export function lookAgain(last: LastLook | undefined, nowMs: number): Look {
  if (last === undefined) return { atMs: nowMs, patientUntilMs: nowMs + patienceMs, away: undefined };
  const gapMs = nowMs - last.atMs;
  if (gapMs < missedMs) return { atMs: nowMs, patientUntilMs: last.patientUntilMs, away: undefined };
  return {
    atMs: nowMs,
    patientUntilMs: nowMs + patienceMs,
    away: gapMs >= awayMs ? { fromMs: last.atMs, untilMs: nowMs } : undefined,
  };
}
