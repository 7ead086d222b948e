import { setTimeout as delay } from 'node:timers/promises';

/** V8 gives pages back to the system behind a collection, not in it. */
const givenBackMs = 500;

/** What this process holds (`node --expose-gc`), without what only waits to be collected. Bytes. */
export async function heldMemory(): Promise<{ rssBytes: number; heapBytes: number }> {
  for (let collections = 0; collections < 2; collections += 1) {
    globalThis.gc?.();
    await delay(givenBackMs);
  }
  return { rssBytes: process.memoryUsage.rss(), heapBytes: process.memoryUsage().heapUsed };
}
