import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '#server/services/clock.ts';
import { type Random, randomFrom } from '#server/services/random.ts';

export interface TestClock extends Clock {
  set(instant: string): void;
  advance(duration: Temporal.DurationLike): void;
}

/** Stands still until it is told otherwise. */
export function testClock(start = '2026-03-02T01:00:00Z'): TestClock {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    set(instant) {
      now = Temporal.Instant.from(instant);
    },
    advance(duration) {
      now = now.toZonedDateTimeISO('UTC').add(duration).toInstant();
    },
  };
}

/** The same ids and codes in every run. */
export function testRandom(clock: Clock, seed = 'gangbo'): Random {
  let block = 0;
  let pool = Buffer.alloc(0);
  return randomFrom({
    nowMs: () => clock.now().epochMilliseconds,
    bytes(length) {
      while (pool.length < length) {
        block += 1;
        pool = Buffer.concat([pool, createHash('sha256').update(`${seed} ${block}`).digest()]);
      }
      const taken = pool.subarray(0, length);
      pool = pool.subarray(length);
      return new Uint8Array(taken);
    },
  });
}
