import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';

/**
 * BullMQ's PostgreSQL backend on PGlite: what it takes for a `pg.Pool`. Every operation of the backend is one statement, so a
 * single session serves; its transactions (migrations only) are run by `migrate.ts` and never through here.
 */
export function queuePoolOn(pglite: PGlite): PgPool {
  const query = queryOn(pglite);
  // Each queue listens for the errors of the one pool.
  const pool = Object.assign(new EventEmitter().setMaxListeners(0), {
    query,
    connect: async () => sessionOn(pglite, query),
    // The database has its own owner.
    end: async () => {},
    // Tells the backend that a lost connection will be noticed, so that idle workers needn't poll: there is none to lose.
    options: { keepAlive: true },
  });
  return pool as PgPool;
}

type Query = <R>(text: string, params?: readonly unknown[]) => Promise<PgQueryResult<R>>;

export function queryOn(pglite: Pick<PGlite, 'query' | 'exec'>): Query {
  return async <R>(text: string, params: readonly unknown[] = []) => {
    // Without parameters the text may hold several statements, which only the simple protocol takes.
    if (params.length === 0) {
      const results = await pglite.exec(text);
      const last = results.at(-1);
      return { rows: (last?.rows ?? []) as R[], rowCount: last?.rowCount ?? null };
    }
    const result = await pglite.query<R>(
      text,
      params.map((value) => value ?? null),
    );
    return { rows: result.rows, rowCount: result.rowCount ?? null };
  };
}

/** A checked-out client: BullMQ keeps one a queue for LISTEN. */
function sessionOn(pglite: PGlite, query: Query): PgPoolClient {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const stops: (() => Promise<void>)[] = [];
  const session = Object.assign(emitter, {
    async query<R>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<R>> {
      const channel = /^\s*LISTEN\s+"?(\w+)"?/im.exec(withoutComments(text))?.[1];
      if (channel === undefined) return query<R>(text, params);
      stops.push(await pglite.listen(channel, (payload) => emitter.emit('notification', { channel, payload })));
      return { rows: [], rowCount: null };
    },
    release() {
      emitter.removeAllListeners();
      for (const stop of stops.splice(0)) stop().catch(ignoreClosed(pglite));
    },
  });
  return session as PgPoolClient;
}

/** Unlistening after the database was closed has nothing left to do. */
function ignoreClosed(pglite: PGlite) {
  return (error: unknown) => {
    if (!pglite.closed) throw error;
  };
}

function withoutComments(text: string): string {
  return text.replaceAll(/--.*$/gm, '');
}
