import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { openDatabase } from '../../db/driver.ts';
import { lockDataDir } from '../../db/lock.ts';
import { verifyAllAudit } from '../../services/audit/verify.ts';
import { openLog } from '../../services/log.ts';
import { findBrokenSeals } from '../../services/proofs/seal-spans.ts';
import type { Command } from '../command.ts';

const usage = 'audit [--json]';

/** Reads the chains straight from the database; the embedded one is one process's, so the server must be stopped for it. */
export const command: Command = {
  summary: '核对审计链：每天每类一条，断在哪里一目了然（内嵌模式先停掉服务） · verify every audit chain and what was attested of screens',
  usage,
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
    const config = readConfig();
    if (config.database.kind === 'pglite' && !existsSync(config.database.dir)) {
      process.stderr.write(`${config.database.dir} 中还没有数据库 · there is no database yet\n`);
      return 1;
    }
    const lock = config.database.kind === 'pglite' ? lockDataDir(config.dataDir) : undefined;
    const database = await openDatabase(config, openLog({ level: 'error', pretty: true }, process.stderr));
    try {
      const chains = await verifyAllAudit(database.db);
      const broken = chains.filter(({ verdict }) => !verdict.intact);
      const seals = await findBrokenSeals(database.db);
      if (values.json) process.stdout.write(`${JSON.stringify({ chains, broken: broken.length, brokenSeals: seals })}\n`);
      else {
        for (const { area, day, verdict } of chains)
          process.stdout.write(
            verdict.intact
              ? `${day}  ${area.padEnd(16)}  完好 intact  ${verdict.entries}  ${verdict.lastHash}\n`
              : `${day}  ${area.padEnd(16)}  断裂 BROKEN  #${verdict.seq}  ${verdict.why}\n`,
          );
        for (const id of seals) process.stdout.write(`上屏存证 attested spans  不符 CHANGED  ${id}\n`);
      }
      return broken.length === 0 && seals.length === 0 ? 0 : 1;
    } finally {
      await database.close();
      lock?.release();
    }
  },
};
