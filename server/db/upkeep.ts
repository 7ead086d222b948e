import { setTimeout as delay } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { Logger as Log } from 'pino';

/**
 * What PostgreSQL's background processes do and PGlite, a single process, leaves undone: without it the outbox and the queue would grow by
 * every row they ever held, plans would be made without statistics, and the log of changes would reach a gigabyte that each reopening reads
 * and each snapshot copies.
 */
export const pgliteSettings = ['max_wal_size=64MB', 'min_wal_size=32MB'] as const;

const everyMs = 60_000;
/** Written since the last checkpoint: what a start after kill -9 has to read again. */
const checkpointBytes = 16 * 1024 * 1024;

export interface Upkeep {
  stop(): Promise<void>;
}

export function keepPglite(pglite: PGlite, log: Log): Upkeep {
  const stopping = new AbortController();
  const loop = async () => {
    for (;;) {
      await delay(everyMs, undefined, { signal: stopping.signal, ref: false });
      await tidy(pglite).catch((error: unknown) => log.error({ err: error }, 'database upkeep failed'));
    }
  };
  const running = loop().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

export async function tidy(pglite: PGlite): Promise<{ vacuumed: string[]; checkpointed: boolean }> {
  const vacuumed: string[] = [];
  for (const { name, dead } of await worn(pglite)) {
    await pglite.exec(dead ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`);
    vacuumed.push(name);
  }
  const { rows } = await pglite.query<{ bytes: number }>(
    'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), (SELECT redo_lsn FROM pg_control_checkpoint()))::float8 AS bytes',
  );
  const checkpointed = (rows[0]?.bytes ?? 0) >= checkpointBytes;
  if (checkpointed) await pglite.exec('CHECKPOINT');
  return { vacuumed, checkpointed };
}

/** By autovacuum's own measures, with its default shares and a smaller floor. */
async function worn(pglite: PGlite): Promise<{ name: string; dead: boolean }[]> {
  const { rows } = await pglite.query<{ name: string; dead: boolean }>(`
    SELECT format('%I.%I', schemaname, relname) AS name, n_dead_tup > 200 + 0.2 * n_live_tup AS dead
    FROM pg_stat_user_tables
    WHERE n_dead_tup > 200 + 0.2 * n_live_tup OR n_mod_since_analyze > 200 + 0.1 * n_live_tup`);
  return rows;
}
