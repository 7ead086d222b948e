import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { StartRefused } from '../start-refused.ts';

/**
 * The exclusive lock of `DATA_DIR`. Node has no flock; SQLite's exclusive transaction on a file of its own is one, held by the kernel
 * through an open descriptor: it ends with the process however that dies, holds across containers that share the
 * folder, and a process number used again can't be mistaken for its holder.
 */
const Holder = z.object({ pid: z.number(), since: z.string(), url: z.string().optional() });
export type Holder = z.infer<typeof Holder>;

export class DataDirInUse extends StartRefused {
  readonly holder: Holder | undefined;

  constructor(dataDir: string, holder: Holder | undefined) {
    const who = holder ? `（进程 ${holder.pid}，${holder.since} 起）` : '';
    super(
      `数据目录 ${dataDir} 正被另一个进程使用${who}：内嵌数据库只容一个进程。请先停掉它，或另设 DATA_DIR；` +
        `要多个进程请用 PostgreSQL（DATABASE_URL）· DATA_DIR is in use by another process${holder ? ` (pid ${holder.pid})` : ''}: stop it, choose another DATA_DIR, or use PostgreSQL`,
    );
    this.holder = holder;
  }
}

export interface DataDirLock {
  /** Tells the CLI where the running server answers. */
  announce(url: string): void;
  release(): void;
}

/** @throws DataDirInUse */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true });
  const holderFile = join(dataDir, 'holder.json');
  const lock = new DatabaseSync(join(dataDir, 'lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new DataDirInUse(dataDir, readHolder(dataDir));
    throw error;
  }
  const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
  const write = () => writeFileSync(holderFile, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  write();
  return {
    announce(url) {
      holder.url = url;
      write();
    },
    release() {
      if (!lock.isOpen) return;
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

/** What the holder wrote about itself; it may be dead, only the lock knows. */
export function readHolder(dataDir: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(join(dataDir, 'holder.json'), 'utf8')));
  } catch {
    // Absent or half written: the message does without the name.
    return undefined;
  }
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}
