export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A stretch is sent whole: longer ones are sent as several. */
export const LONGEST_STRETCH_MS = 10 * 60_000;
/** Ten minutes of what a studio records, several times over. */
export const MOST_STRETCH_BYTES = 256 * 1024 * 1024;
/** Small enough for a line that is thin, and for a body that is held in memory. */
export const PIECE_BYTES = 128 * 1024;
/** Below this nobody misses anything. */
export const SHORTEST_STRETCH_MS = 500;

export const pieceCount = (bytes: number): number => Math.ceil(bytes / PIECE_BYTES);

/** What is left of some spans without others. What is too short to be missed is left out. */
export function without<Kept extends Span>(spans: readonly Kept[], taken: readonly Span[]): Kept[] {
  return taken
    .reduce<Kept[]>(
      (left, { fromMs, toMs }) =>
        left.flatMap((span) => {
          if (toMs <= span.fromMs || fromMs >= span.toMs) return [span];
          return [
            { ...span, toMs: Math.min(fromMs, span.toMs) },
            { ...span, fromMs: Math.max(toMs, span.fromMs) },
          ].filter((part) => part.toMs > part.fromMs);
        }),
      [...spans],
    )
    .filter(({ fromMs, toMs }) => toMs - fromMs >= SHORTEST_STRETCH_MS);
}
