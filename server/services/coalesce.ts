interface Pending<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

export interface Coalesced<Item, Result> {
  /** Items one run takes at most. */
  most: number;
  /** One result for each item, in their order; an `Error` among them rejects just its own caller. */
  run: (key: string, items: Item[]) => Promise<(Result | Error)[]>;
}

/**
 * Runs that share a cost share it: while one run for a key is under way, what arrives is gathered and goes together in the next, in order of
 * arrival. At most one run a key at a time; a lone call waits for nothing but the turn of the event loop.
 */
export function coalesce<Item, Result>({ most, run }: Coalesced<Item, Result>): (key: string, item: Item) => Promise<Result> {
  const lines = new Map<string, Pending<Item, Result>[]>();

  const serve = async (key: string, line: Pending<Item, Result>[]) => {
    while (line.length > 0) {
      const batch = line.splice(0, most);
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
    }
    lines.delete(key);
  };

  return (key, item) =>
    new Promise((resolve, reject) => {
      const pending = { item, resolve, reject };
      const line = lines.get(key);
      if (line) {
        line.push(pending);
        return;
      }
      const started = [pending];
      lines.set(key, started);
      setImmediate(() => void serve(key, started));
    });
}
