import { fileURLToPath } from 'node:url';
import { runMigrations } from 'bullmq';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Logger as Log } from 'pino';
import { z } from 'zod';
import { StartRefused } from '../start-refused.ts';
import type { Database } from './database.ts';
import type { DatabaseHandle } from './driver.ts';

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** The database was written by a newer release: going on could damage what that one wrote. */
export class DatabaseNewer extends StartRefused {
  constructor() {
    super(
      '数据库由更新的版本写过，本版本不能使用：请升级程序，或恢复升级前的快照 · the database was written by a newer release: upgrade, or restore the snapshot from before',
    );
  }
}

const Ledger = z.array(z.object({ created_at: z.coerce.number() }));

export interface Migrated {
  /** How many migrations this start applied. */
  applied: number;
  /** The database was made by this start. */
  fresh: boolean;
}

/** Brings our schema and the queue's to this release, one process at a time. Takes a snapshot before changing a database in use. */
export async function migrate(handle: DatabaseHandle, log: Log): Promise<Migrated> {
  return handle.alone('migrate', async () => {
    const ours = readMigrationFiles({ migrationsFolder });
    const done = await appliedAt(handle.db);
    const newest = Math.max(0, ...done);
    if (newest > Math.max(0, ...ours.map((migration) => migration.folderMillis))) throw new DatabaseNewer();
    const pending = ours.filter((migration) => migration.folderMillis > newest);
    const fresh = done.length === 0;
    if (pending.length > 0 && !fresh) await handle.snapshot('upgrade');
    for (const migration of pending) await apply(handle.db, migration);
    await migrateQueues(handle);
    if (pending.length > 0) log.info({ applied: pending.length, fresh }, 'database migrated');
    return { applied: pending.length, fresh };
  });
}

async function appliedAt(db: Database): Promise<number[]> {
  await db.execute(sql`CREATE SCHEMA IF NOT EXISTS drizzle`);
  await db.execute(
    sql`CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  );
  return Ledger.parse((await db.execute(sql`SELECT created_at FROM drizzle.__drizzle_migrations`)).rows).map((row) => row.created_at);
}

/** Each migration and its line in the ledger commit together: a death in between leaves none half done. */
async function apply(db: Database, migration: ReturnType<typeof readMigrationFiles>[number]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const statement of migration.sql) await tx.execute(sql.raw(statement));
    await tx.execute(
      sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${migration.hash}, ${migration.folderMillis})`,
    );
  });
}

async function migrateQueues(handle: DatabaseHandle): Promise<void> {
  const session = await handle.queuePool.connect();
  try {
    await runMigrations(session);
  } finally {
    session.release();
  }
  await assertNoSharedNames(handle.db);
}

/** In the embedded database both schemas share one search path: a table of ours named like one of BullMQ's would take its place. */
async function assertNoSharedNames(db: Database): Promise<void> {
  const { rows: shared } = await db.execute(
    sql`SELECT tablename FROM pg_tables WHERE schemaname = 'public' INTERSECT SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq'`,
  );
  if (shared.length > 0) throw new Error(`tables named like the queue's own: ${JSON.stringify(shared)}`);
}
