/** 2026-01-01T00:00:00Z: keeps the numbers below 2³¹ for another lifetime. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * The numbers of a program's first segment and first discontinuity. EXT-X-MEDIA-SEQUENCE and EXT-X-DISCONTINUITY-SEQUENCE must never go back in
 * one playlist (RFC 8216bis §6.2.2), and a server that is started again in the middle of an episode knows nothing of the one before. Seconds do:
 * segments take 2 s, so no program ever uses up the numbers of the seconds that it runs, and another server's clock may be off by half of them.
 *
 * Discontinuities count from the show's own beginning and not from an epoch: hls.js keeps an array by their number, and walks it at every part
 * (measured: 330 ms a part at 28 million).
 * @param now server time, ms
 * @param startedMs when the show began, server time
 */
export function numberingFrom({ now, startedMs }: { now: () => number; startedMs: number }): {
  firstSegment: number;
  firstDiscontinuity: number;
} {
  return { firstSegment: secondsBetween(EPOCH_MS, now()), firstDiscontinuity: secondsBetween(startedMs, now()) };
}

const secondsBetween = (fromMs: number, toMs: number) => Math.max(Math.floor((toMs - fromMs) / 1000), 0);
