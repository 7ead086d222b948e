import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** An answer often has a question after it: a single turn in which nothing came says little. */
const emptyTurns = 3;

/**
 * Between two pieces of long work: serves what has come meanwhile, until nothing more comes. A turn of the event loop takes one new connection only
 * (libuv since 1.45), so that a few turns a piece would keep a fleet that lost its line standing at the door for minutes.
 * @param mostMs ends it, though more should come: the work has its share, too
 */
export async function letOthersIn(mostMs: number): Promise<void> {
  const until = performance.now() + mostMs;
  let seen = eventsServed();
  for (let empty = 0; empty < emptyTurns && performance.now() < until; ) {
    await nextTurn();
    const now = eventsServed();
    empty = now === seen ? empty + 1 : 0;
    seen = now;
  }
}

/** What sockets and files have asked of the event loop since the start. */
const eventsServed = (): number => performance.nodeTiming.uvMetricsInfo.events;
