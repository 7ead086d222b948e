import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { lockDataDir } from '../../db/lock.ts';
import { listSnapshots, restoreSnapshot } from '../../db/snapshot.ts';
import type { Command } from '../command.ts';

const usage = 'restore [快照文件 SNAPSHOT.tar.gz]';

export const command: Command = {
  summary:
    '列出内嵌数据库的快照，或用其中一个恢复（先停掉服务；原数据库会留在旁边） · list the embedded database’s snapshots, or go back to one',
  usage,
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const { database, dataDir } = readConfig();
    if (database.kind !== 'pglite') {
      process.stderr.write(
        '快照只属于内嵌数据库；PostgreSQL 请用它自己的备份工具 · snapshots belong to the embedded database; use PostgreSQL’s own tools\n',
      );
      return 1;
    }
    const [file] = positionals;
    if (file === undefined) {
      for (const { file: path, at, reason } of await listSnapshots(database.snapshotDir))
        process.stdout.write(`${at}  ${reason.padEnd(8)}  ${path}\n`);
      return 0;
    }
    const lock = lockDataDir(dataDir);
    try {
      const { setAside } = await restoreSnapshot(new Blob([await readFile(file)]), database.dir);
      process.stdout.write(`已恢复 · restored: ${file}\n`);
      if (setAside !== undefined) process.stdout.write(`原数据库 · the database before: ${setAside}\n`);
      return 0;
    } finally {
      lock.release();
    }
  },
};
