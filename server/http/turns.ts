import { createMiddleware } from 'hono/factory';
import type { Env } from './env.ts';

/**
 * Lets at most this many requests begin in one turn of the event loop. When thousands come at once, a turn would otherwise mean working through all
 * of them, and every journey to the database that the first of them makes would take such a turn: the winners of a rush would be told last.
 */
export function takeTurns(most: number) {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let turning = false;

  const turn = () => {
    begun = 0;
    for (const begin of waiting.splice(0, most)) {
      begun += 1;
      begin();
    }
    turning = begun > 0;
    if (turning) setImmediate(turn);
  };

  return createMiddleware<Env>(async (_c, next) => {
    if (begun >= most || waiting.length > 0) await new Promise<void>((begin) => waiting.push(begin));
    else begun += 1;
    if (!turning) {
      turning = true;
      setImmediate(turn);
    }
    await next();
  });
}
