import { existsSync } from 'node:fs';
import { readConfig } from '../../config.ts';
import { openDatabase } from '../../db/driver.ts';
import { lockDataDir } from '../../db/lock.ts';
import { systemClock } from '../../services/clock.ts';
import { rebuildFigures } from '../../services/figures/reckon.ts';
import { openLog } from '../../services/log.ts';
import type { Command } from '../command.ts';

/** Works on the database itself; the embedded one is one process's, so the server must be stopped for it. */
export const command: Command = {
  usage: 'rebuild-figures',
  summary: '从记录重新计算全部数据指标（内嵌模式先停掉服务） · reckon all figures anew from the records',
  async run() {
    const config = readConfig();
    if (config.database.kind === 'pglite' && !existsSync(config.database.dir)) {
      process.stderr.write(`${config.database.dir} 中还没有数据库 · there is no database yet\n`);
      return 1;
    }
    const lock = config.database.kind === 'pglite' ? lockDataDir(config.dataDir) : undefined;
    const database = await openDatabase(config, openLog({ level: 'error', pretty: true }, process.stderr));
    try {
      const days = await rebuildFigures({ db: database.db, clock: systemClock });
      process.stdout.write(`重新计算了 ${days} 天 · reckoned ${days} days anew\n`);
      return 0;
    } finally {
      await database.close();
      lock?.release();
    }
  },
};
