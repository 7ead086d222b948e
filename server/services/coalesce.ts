import { setTimeout as delay } from 'node:timers/promises';

interface Pending<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

export interface Coalesced<Item, Result> {
  /** Items one run takes at most. */
  most: number;
  /**
   * Between two runs of a key, ms. A database in this process answers before a second question has been read: in a rush of a thousand each would
   * be asked nearly alone. A lone call never waits for it.
   */
  restMs?: number;
  /** One result for each item, in their order; an `Error` among them rejects just its own caller. */
  run: (key: string, items: Item[]) => Promise<(Result | Error)[]>;
}

interface Line<Item, Result> {
  waiting: Pending<Item, Result>[];
  serving: boolean;
}

/**
 * Runs that share a cost share it: while one run for a key is under way, what arrives is gathered and goes together in the next, in order of
 * arrival. At most one run a key at a time. A lone call waits for the turn of the event loop only; in a rush the first full batch doesn't wait
 * even for that, because one turn then means reading thousands of sockets.
 */
export function coalesce<Item, Result>({ most, restMs = 0, run }: Coalesced<Item, Result>): (key: string, item: Item) => Promise<Result> {
  const lines = new Map<string, Line<Item, Result>>();

  const serve = async (key: string, line: Line<Item, Result>) => {
    if (line.serving) return;
    line.serving = true;
    while (line.waiting.length > 0) {
      await serveBatch(key, line.waiting.splice(0, most));
      if (restMs > 0 && line.waiting.length < most) await delay(restMs);
    }
    lines.delete(key);
  };

  const serveBatch = async (key: string, batch: Pending<Item, Result>[]) => {
    try {
      const results = await run(
        key,
        batch.map((pending) => pending.item),
      );
      batch.forEach((pending, index) => {
        const result = results[index];
        if (result === undefined) pending.reject(new Error('a coalesced run gave fewer results than it was given items'));
        else if (result instanceof Error) pending.reject(result);
        else pending.resolve(result);
      });
    } catch (error) {
      for (const pending of batch) pending.reject(error);
    }
  };

  return (key, item) =>
    new Promise((resolve, reject) => {
      const line = lines.get(key) ?? { waiting: [], serving: false };
      line.waiting.push({ item, resolve, reject });
      if (!lines.has(key)) {
        lines.set(key, line);
        setImmediate(() => void serve(key, line));
      } else if (line.waiting.length >= most) void serve(key, line);
    });
}
