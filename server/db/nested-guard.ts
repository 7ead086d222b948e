import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite } from '@electric-sql/pglite';

/**
 * For tests: turns a hang into an error. PGlite has one session: who asks the database itself (`ctx.db`, a queue) from inside a transaction
 * instead of the transaction waits for himself for ever. On PostgreSQL the same slip takes a second connection and reads old rows.
 */
export function guardNesting(pglite: PGlite): PGlite {
  const within = new AsyncLocalStorage<{ open: boolean }>();
  const refuseWithin = (what: string) => {
    if (within.getStore()?.open) throw new Error(`${what} on the database inside a transaction: use the transaction`);
  };
  const query = pglite.query.bind(pglite);
  const exec = pglite.exec.bind(pglite);
  const transaction = pglite.transaction.bind(pglite);
  return Object.assign(pglite, {
    query: (async (...args: Parameters<typeof query>) => {
      refuseWithin(String(args[0]).slice(0, 60));
      return query(...args);
    }) as PGlite['query'],
    exec: (async (...args: Parameters<typeof exec>) => {
      refuseWithin(String(args[0]).slice(0, 60));
      return exec(...args);
    }) as PGlite['exec'],
    transaction: (async (work: Parameters<typeof transaction>[0]) => {
      refuseWithin('a second transaction');
      const scope = { open: true };
      try {
        return await transaction((tx) => within.run(scope, () => work(tx)));
      } finally {
        scope.open = false;
      }
    }) as PGlite['transaction'],
  });
}
