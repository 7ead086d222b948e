import type { PgPool } from 'bullmq';
import type { Logger as Log } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from './database.ts';

/**
 * One database, two drivers. Services see `Database` and never learn which one they speak to; what differs (listening,
 * leading, the queue's pool) stands behind `DatabaseHandle`.
 */
export type { Database, Tx } from './database.ts';

export interface DatabaseHandle {
  readonly kind: 'pglite' | 'postgres';
  readonly db: Database;
  /** For BullMQ's PostgreSQL backend: its `search_path` reaches the queue's own schema. */
  readonly queuePool: PgPool;
  /** Before the schema or the process changes: a copy one can go back to. Does nothing where the operator keeps backups. */
  snapshot(reason: string): Promise<void>;
  /**
   * Calls `heard` for each NOTIFY on `channel`. A lost connection is rebuilt; `missed` then says that notifications may have been
   * lost, and is called once at the beginning too.
   */
  listen(channel: string, heard: (payload: string) => void, missed: () => void): Promise<Unlisten>;
  /** Waits until this process alone holds the office `name`, across all processes on this database. */
  lead(name: string, signal: AbortSignal): Promise<Office | undefined>;
  /** Runs `work` while no other process runs work of the same name: boot steps such as migrations. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** @throws when the database doesn't answer */
  ping(): Promise<{ version: string }>;
  close(): Promise<void>;
}

export type Unlisten = () => Promise<void>;

export interface Office {
  /** Aborts when the office was lost (connection gone): somebody else may hold it from then on. */
  readonly lost: AbortSignal;
  resign(): Promise<void>;
}

/** The oldest server whose SQL we use; BullMQ asks 13. */
export const oldestPostgres = 15;

export async function openDatabase(config: Pick<Config, 'database' | 'dataDir'>, log: Log): Promise<DatabaseHandle> {
  // Loaded on demand: a server on PostgreSQL needn't carry PGlite's 40 MB of WebAssembly.
  if (config.database.kind === 'postgres') return (await import('./driver-postgres.ts')).openPostgres(config.database, log);
  return (await import('./driver-pglite.ts')).openPglite(config.database, log);
}
