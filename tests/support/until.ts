import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a fact, never for time: asks every 10 ms, and fails after `mostMs`. */
export async function until(fact: () => Promise<boolean> | boolean, mostMs = 20_000): Promise<void> {
  const deadline = Date.now() + mostMs;
  while (!(await fact())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${mostMs} ms: ${fact}`);
    await delay(10);
  }
}
