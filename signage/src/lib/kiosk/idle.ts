/** How long nobody touches before they are asked, and how long they have to answer. Somebody who reads slowly touches again in between. */
const idleRule = { askAfterMs: 60_000, leaveAfterMs: 80_000 } as const;

export type IdlePhase = { kind: 'here' } | { kind: 'asking'; secondsLeft: number } | { kind: 'gone' };

export function idlePhase(
  idleMs: number,
  { askAfterMs, leaveAfterMs } = idleRule as { askAfterMs: number; leaveAfterMs: number },
): IdlePhase {
  if (idleMs >= leaveAfterMs) return { kind: 'gone' };
  if (idleMs >= askAfterMs) return { kind: 'asking', secondsLeft: Math.ceil((leaveAfterMs - idleMs) / 1_000) };
  return { kind: 'here' };
}
