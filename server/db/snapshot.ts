import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Logger as Log } from 'pino';

/**
 * Snapshots of the embedded database. PGlite never calls fsync: it survives the death of the process, but not a power cut. A snapshot does,
 * because it is written aside, fsynced and renamed.
 */
const hourMs = 3_600_000;
const kept = { hourly: 24, daily: 7, upgrade: 5 } as const;

export interface SnapshotFile {
  file: string;
  /** ISO 8601, to the second. */
  at: string;
  reason: string;
}

export async function writeSnapshot(pglite: PGlite, dir: string, reason: string): Promise<void> {
  const at = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  // Lets go of the log of changes that would be copied with it.
  await pglite.exec('CHECKPOINT');
  const tar = await pglite.dumpDataDir('gzip');
  await mkdir(dir, { recursive: true });
  const file = join(dir, `${at}Z.${reason}.tar.gz`);
  const aside = `${file}.part`;
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(Buffer.from(await tar.arrayBuffer()));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, file);
  await syncDirectory(dir);
  await prune(dir);
}

/** Newest first. */
export async function listSnapshots(dir: string): Promise<SnapshotFile[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .map((name) => /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.([\w.-]+)\.tar\.gz$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => ({
      file: join(dir, match[0]),
      at: `${match[1]}T${match[2]}:${match[3]}:${match[4]}Z`,
      reason: match[5] ?? '',
    }))
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** Puts a snapshot in the place of the database. What stood there is kept beside it, under a name with the time. */
export async function restoreSnapshot(snapshot: Blob, dbDir: string): Promise<{ setAside: string | undefined }> {
  const fresh = `${dbDir}.restoring`;
  await rm(fresh, { recursive: true, force: true });
  const pglite = await PGlite.create(fresh, { loadDataDir: snapshot });
  await pglite.query('SELECT 1');
  await pglite.close();
  const setAside = `${dbDir}.${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const moved = await rename(dbDir, setAside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  await rename(fresh, dbDir);
  return { setAside: moved ? setAside : undefined };
}

export function keepHourlySnapshots(pglite: PGlite, dir: string, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const newest = (await listSnapshots(dir))[0];
      const ageMs = newest ? Date.now() - Date.parse(newest.at) : hourMs;
      await delay(Math.max(0, hourMs - ageMs) + 60_000, undefined, { signal: stopping.signal, ref: false });
      await writeSnapshot(pglite, dir, 'hourly').catch((error: unknown) => log.error({ err: error }, 'snapshot failed'));
    }
  };
  const running = loop().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, 'snapshots stopped');
  });
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function prune(dir: string): Promise<void> {
  const all = await listSnapshots(dir);
  const hourly = all.filter((snapshot) => snapshot.reason === 'hourly');
  const newestOfDay = new Map<string, SnapshotFile>();
  for (const snapshot of hourly) {
    const day = snapshot.at.slice(0, 10);
    if (!newestOfDay.has(day)) newestOfDay.set(day, snapshot);
  }
  const keep = new Set([
    ...hourly.slice(0, kept.hourly),
    ...[...newestOfDay.values()].slice(0, kept.daily),
    ...all.filter((snapshot) => snapshot.reason !== 'hourly').slice(0, kept.upgrade),
  ]);
  for (const snapshot of all) if (!keep.has(snapshot)) await rm(snapshot.file, { force: true });
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
