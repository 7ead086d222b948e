import { createMiddleware } from 'hono/factory';
import type { Env } from './env.ts';

/**
 * Lets at most this many requests be under way; the others wait in order of arrival. When thousands come at once, working on all of them would put
 * a whole crowd's work between each two journeys to the database that the first of them make: the winners of a rush would be told last.
 */
export function atMost(most: number) {
  const waiting: (() => void)[] = [];
  let underWay = 0;

  return createMiddleware<Env>(async (_c, next) => {
    // A place that comes free is handed over without being counted down: nobody can slip in between.
    if (underWay >= most) await new Promise<void>((begin) => waiting.push(begin));
    else underWay += 1;
    try {
      await next();
    } finally {
      const begin = waiting.shift();
      if (begin) begin();
      else underWay -= 1;
    }
  });
}
