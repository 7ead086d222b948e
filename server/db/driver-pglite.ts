import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Logger as Log } from 'pino';
import { StartRefused } from '../start-refused.ts';
import type { DatabaseHandle, Office } from './driver.ts';
import { queuePoolOn } from './driver-pglite-pool.ts';
import { guardNesting } from './nested-guard.ts';
import { keepHourlySnapshots, writeSnapshot } from './snapshot.ts';
import { keepPglite, pgliteSettings } from './upkeep.ts';

export interface PgliteLocation {
  dir: string;
  snapshotDir: string;
}

/** A database that could not be opened: names the snapshots to go back to. */
export class DatabaseUnreadable extends StartRefused {
  constructor(location: PgliteLocation, cause: unknown) {
    super(
      `数据库打不开：${location.dir}。可用 ${location.snapshotDir} 中的快照恢复（npm run gangbo -- restore 快照文件）· the database doesn't open; restore a snapshot`,
      { cause },
    );
  }
}

/** PGlite in a directory. The caller holds the lock of `DATA_DIR`: two writers lose rows silently. */
export async function openPglite(location: PgliteLocation, log: Log): Promise<DatabaseHandle> {
  await mkdir(location.dir, { recursive: true });
  const startParams = [...PGlite.defaultStartParams, ...pgliteSettings.flatMap((setting) => ['-c', setting])];
  const pglite = await PGlite.create(location.dir, { startParams }).catch((cause: unknown) => {
    throw new DatabaseUnreadable(location, cause);
  });
  const snapshot = (reason: string) => writeSnapshot(pglite, location.snapshotDir, reason);
  const snapshots = keepHourlySnapshots(pglite, location.snapshotDir, log);
  const upkeep = keepPglite(pglite, log);
  const handle = await handleOf(pglite, { snapshot });
  return {
    ...handle,
    async close() {
      await snapshots.stop();
      await upkeep.stop();
      // The next start then has nothing to read again.
      await pglite.exec('CHECKPOINT');
      await handle.close();
    },
  };
}

/** A database in memory, for tests: from a snapshot where one is given, which is ten times faster than from nothing. */
export async function openPgliteInMemory(snapshotFile?: Blob): Promise<DatabaseHandle & { dump(): Promise<Blob> }> {
  const pglite = guardNesting(await PGlite.create(snapshotFile ? { loadDataDir: snapshotFile } : {}));
  const handle = await handleOf(pglite, { snapshot: async () => {} });
  return { ...handle, dump: () => pglite.dumpDataDir('none') };
}

async function handleOf(pglite: PGlite, given: Pick<DatabaseHandle, 'snapshot'>): Promise<DatabaseHandle> {
  // BullMQ's statements name their tables without a schema and share this one session with ours. Ours come first;
  // `assertNoSharedNames` in migrate.ts keeps a table of ours from standing in front of one of BullMQ's.
  await pglite.exec('SET search_path TO public, bullmq');
  await handBackJobs(pglite);
  const alone = serially();
  const offices = new Map<string, Promise<void>>();
  return {
    kind: 'pglite',
    db: drizzle(pglite, { casing: 'snake_case' }),
    queuePool: queuePoolOn(pglite),
    snapshot: given.snapshot,
    async listen(channel, heard, missed) {
      const stop = await pglite.listen(channel, heard);
      missed();
      return () => stop();
    },
    lead: (name, signal) => takeOffice(offices, name, signal),
    alone: (_name, work) => alone(work),
    async ping() {
      const { rows } = await pglite.query<{ v: string }>("SELECT current_setting('server_version') AS v");
      return { version: `PGlite ${rows[0]?.v ?? ''}`.trim() };
    },
    close: () => pglite.close(),
  };
}

/**
 * The lock of `DATA_DIR` says that nobody else works here: jobs that stand as under way belong to a process that died. Marked as
 * stalled, they are taken up by the workers' first check instead of after their lock has lapsed.
 */
async function handBackJobs(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ known: boolean }>("SELECT to_regclass('bullmq.job') IS NOT NULL AS known");
  if (!rows[0]?.known) return;
  await pglite.exec(`
    UPDATE bullmq.job SET locked_until_ms = 1, stalled_marked = true WHERE state = 'active';
    DELETE FROM bullmq.meta WHERE field = 'stalled-check'`);
}

/** One process, yet its parts still take turns: a second relay in the same process waits for the first. */
async function takeOffice(offices: Map<string, Promise<void>>, name: string, signal: AbortSignal): Promise<Office | undefined> {
  for (let held = offices.get(name); held !== undefined; held = offices.get(name)) {
    await Promise.race([held, aborted(signal)]);
    if (signal.aborted) return undefined;
  }
  if (signal.aborted) return undefined;
  const term = Promise.withResolvers<void>();
  offices.set(name, term.promise);
  return {
    lost: new AbortController().signal,
    async resign() {
      offices.delete(name);
      term.resolve();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function serially() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
}
