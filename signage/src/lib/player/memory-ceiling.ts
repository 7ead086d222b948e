/** A box has a gigabyte for everything; whatever leaks is stopped here, before the system stops the page. */
const mostBytes = 400 * 1024 * 1024;
const mostShare = 0.8;
/** A page that is over the ceiling from its first minute would reload for ever. */
const notBeforeMs = 20 * 60_000;

/** Whether the page should begin anew between two slides. */
export function isOverCeiling(heap: { usedBytes: number; limitBytes: number } | undefined, uptimeMs: number): boolean {
  if (heap === undefined || uptimeMs < notBeforeMs) return false;
  return heap.usedBytes > Math.min(mostBytes, heap.limitBytes * mostShare);
}
