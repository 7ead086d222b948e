import { createHash } from 'node:crypto';
import type { PgPool } from 'bullmq';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Logger as Log } from 'pino';
import { StartRefused } from '../start-refused.ts';
import { type DatabaseHandle, type Office, oldestPostgres, type Unlisten } from './driver.ts';

export interface PostgresLocation {
  url: string;
  poolSize: number;
}

export class PostgresTooOld extends StartRefused {
  constructor(version: string) {
    super(`PostgreSQL ${version} 过旧，请升级到 ${oldestPostgres} 或更新 · PostgreSQL ${oldestPostgres} or newer is needed`);
  }
}

/**
 * Takes a lent client back when its connection ends. Drizzle's transactions borrow one and, when BEGIN itself fails because the connection has just
 * gone, never return it: after as many cut connections as the pool has places, nobody would be served again.
 */
class LendingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(given: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  override connect(given?: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void) {
    // With a callback it is the pool's own query, which returns what it borrows.
    return given ? super.connect(given) : this.#lend();
  }

  async #lend(): Promise<pg.PoolClient> {
    const client = await super.connect();
    const giveBack = client.release.bind(client);
    let lent = true;
    const release = (error?: Error | boolean) => {
      if (!lent) return;
      lent = false;
      client.off('end', ended);
      giveBack(error);
    };
    const ended = () => release(true);
    client.once('end', ended);
    client.release = release;
    return client;
  }
}

/** Names the address without the password. */
class PostgresUnreachable extends StartRefused {
  constructor(url: string, cause: unknown) {
    const { host, pathname } = new URL(url);
    const why = cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
    super(
      `连不上 PostgreSQL（${host}${pathname}：${why}）。请检查它是否在运行、DATABASE_URL 是否正确 · cannot reach PostgreSQL: is it running, is DATABASE_URL right?`,
      { cause },
    );
  }
}

/** Listening costs a queue a connection of its own; the rest is for their short statements. */
const queuePoolSize = 24;
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

export async function openPostgres(location: PostgresLocation, log: Log): Promise<DatabaseHandle> {
  const base = { connectionString: location.url, ...keepAlive };
  const pool = new LendingPool({ ...base, max: location.poolSize, application_name: 'gangbo' });
  const queuePool = new LendingPool({ ...base, max: queuePoolSize, application_name: 'gangbo queue', options: '-c search_path=bullmq' });
  // Each queue and each worker hears of its errors: twice as many listeners as there are queues, and no leak.
  queuePool.setMaxListeners(0);
  // A connection that drops is replaced by the pool. Without listeners Node would end the process: the pool's own covers idle clients,
  // each client's those that are lent out, whose borrower learns of it from the failing query.
  for (const each of [pool, queuePool]) {
    each.on('error', (error) => log.warn({ err: error }, 'database connection dropped'));
    each.on('connect', (client) => client.on('error', (error) => log.debug({ err: error }, 'database connection dropped')));
  }

  const connect = async (name: string) => {
    const client = new pg.Client({ ...base, application_name: `gangbo ${name}` });
    // From its first moment: cut before its borrower listens, it would end the process.
    client.on('error', (error) => log.warn({ err: error, connection: name }, 'database connection dropped'));
    await client.connect();
    return client;
  };
  const ping = async () => {
    const { rows } = await pool.query<{ v: string; n: number }>(
      "SELECT current_setting('server_version') AS v, current_setting('server_version_num')::int AS n",
    );
    const version = rows[0]?.v ?? '';
    if ((rows[0]?.n ?? 0) < oldestPostgres * 10_000) throw new PostgresTooOld(version);
    return { version: `PostgreSQL ${version}` };
  };
  const handle: DatabaseHandle = {
    kind: 'postgres',
    db: drizzle(pool, { casing: 'snake_case' }),
    queuePool: queuePool as unknown as PgPool,
    snapshot: async () => {},
    listen: (channel, heard, missed) => listen({ connect, channel, heard, missed, log }),
    lead: (name, signal) => lead({ connect, name, signal, log }),
    async alone(name, work) {
      const client = await connect(name);
      try {
        await client.query('SELECT pg_advisory_lock($1)', [lockKey(name)]);
        return await work();
      } finally {
        // Ending the session gives the lock back.
        await client.end();
      }
    },
    ping,
    async close() {
      await Promise.all([pool.end(), queuePool.end()]);
    },
  };
  await ping().catch(async (error: unknown) => {
    await handle.close();
    throw error instanceof PostgresTooOld ? error : new PostgresUnreachable(location.url, error);
  });
  return handle;
}

type Connect = (name: string) => Promise<pg.Client>;

async function listen(given: {
  connect: Connect;
  channel: string;
  heard: (payload: string) => void;
  missed: () => void;
  log: Log;
}): Promise<Unlisten> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const open = async () => {
    const fresh = await given.connect(`listen ${given.channel}`);
    fresh.on('notification', (message) => given.heard(message.payload ?? ''));
    fresh.on('end', () => {
      if (client === fresh) client = undefined;
      again(200);
    });
    await fresh.query(`LISTEN ${pg.escapeIdentifier(given.channel)}`);
    if (stopped) return void (await fresh.end());
    client = fresh;
    given.missed();
  };
  const again = (delayMs: number) => {
    if (stopped) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      open().catch((error: unknown) => {
        given.log.warn({ err: error, channel: given.channel }, 'cannot listen yet');
        again(Math.min(delayMs * 2, 5000));
      });
    }, delayMs);
  };
  try {
    await open();
  } catch (error) {
    // Its caller starts anew: a listener that came back by itself would knock at a closed door.
    stopped = true;
    clearTimeout(retry);
    throw error;
  }
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}

/** An office is a session-level advisory lock: PostgreSQL passes it on the moment the holder's connection ends, kill -9 included. */
async function lead(given: { connect: Connect; name: string; signal: AbortSignal; log: Log }): Promise<Office | undefined> {
  const { signal } = given;
  if (signal.aborted) return undefined;
  const client = await given.connect(`lead ${given.name}`);
  const lost = new AbortController();
  client.on('end', () => lost.abort());
  const giveUp = () => {
    // Ends the wait for the lock from outside: the backend notices at its next check of the socket.
    client.end().catch((error: unknown) => given.log.debug({ err: error }, 'closing a waiting connection'));
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    // Polling, not waiting: a waiting backend doesn't see that its client is gone, and would take the office for a dead process.
    while (!signal.aborted && !lost.signal.aborted) {
      const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [lockKey(given.name)]);
      if (rows[0]?.ok) return { lost: lost.signal, resign: () => client.end() };
      await wait(250, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return undefined;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** A stable 64-bit key from a name; PostgreSQL's advisory locks know only numbers. */
function lockKey(name: string): string {
  return createHash('sha256').update(`gangbo:${name}`).digest().readBigInt64BE(0).toString();
}
