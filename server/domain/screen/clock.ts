/**
 * The player's clock. Boxes lose their time with their power, so wall time is not believed: the last server time plus
 * monotonic time since is. It never goes backwards, or an expired posting would come back.
 */
export interface PlayerClock {
  serverMs: number;
  /** Monotonic reading (performance.now) at which `serverMs` was true. */
  monotonicMs: number;
  /** The latest time that was ever told. */
  floorMs: number;
}

export function readClock(clock: PlayerClock, monotonicMs: number): number {
  return Math.max(clock.floorMs, clock.serverMs + (monotonicMs - clock.monotonicMs));
}

/** Time from the server. Behind what was already told, the clock waits for it instead of jumping back. */
export function setClock(clock: PlayerClock | undefined, serverMs: number, monotonicMs: number): PlayerClock {
  const told = clock === undefined ? 0 : readClock(clock, monotonicMs);
  return { serverMs, monotonicMs, floorMs: Math.max(told, serverMs) };
}

/** What is kept across a cold boot. */
export interface SavedClock {
  /** The latest time that came from a server. */
  serverMs: number;
  /** The latest time told before the power went. */
  toldMs: number;
  /** What the device's own clock said then. */
  wallMs: number;
}

/**
 * After a cold boot without network. How long the power was off only the device's own clock can know: it is believed
 * forwards, where it can do no worse than hide a job too early, and never backwards.
 */
export function bootClock(saved: SavedClock | undefined, wallMs: number, monotonicMs: number): PlayerClock {
  if (saved === undefined) return { serverMs: wallMs, monotonicMs, floorMs: 0 };
  const offMs = Math.max(0, wallMs - saved.wallMs);
  const nowMs = saved.toldMs + offMs;
  return { serverMs: nowMs, monotonicMs, floorMs: nowMs };
}

/**
 * The first contact after a boot may correct a device clock that was believed and far ahead, or every job would stay expired
 * until that day: a server's time moves a floor down, though never below what a server has told before.
 */
export function firstContact(saved: SavedClock | undefined, serverMs: number, monotonicMs: number): PlayerClock {
  return { serverMs, monotonicMs, floorMs: Math.max(saved?.serverMs ?? 0, serverMs) };
}
