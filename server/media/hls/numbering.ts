/** 2026-01-01T00:00:00Z: keeps the numbers below 2³¹ for another lifetime. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * The number of a program's first segment, and of its first discontinuity. EXT-X-MEDIA-SEQUENCE and EXT-X-DISCONTINUITY-SEQUENCE must never go back in
 * one playlist (RFC 8216bis §6.2.2), and a server that is started again in the middle of an episode knows nothing of the one before. Seconds do:
 * segments take 2 s, so no program ever uses up the numbers of the seconds that it runs, and another server's clock may be off by half of them.
 * @param nowMs server time
 */
export function numberingFrom(nowMs: number): number {
  return Math.max(Math.floor((nowMs - EPOCH_MS) / 1000), 0);
}
