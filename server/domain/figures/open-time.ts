/** Stretches in which a station is open, ms since the epoch, in order and apart from each other. */
export type OpenStretch = readonly [fromMs: number, toMs: number];

/** Minutes between two moments that fall into them. */
export function openMinutes(stretches: readonly OpenStretch[], fromMs: number, toMs: number): number {
  let ms = 0;
  for (const [from, to] of stretches) {
    if (from >= toMs) break;
    ms += Math.max(0, Math.min(to, toMs) - Math.max(from, fromMs));
  }
  return ms / 60_000;
}
