import { readConfig } from '../../config.ts';
import { maskedConfig } from '../../config-print.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  usage: 'config',
  summary: '显示生效的设置，密钥已遮住 · the settings in force, secrets masked',
  async run() {
    process.stdout.write(`${JSON.stringify(maskedConfig(readConfig()), null, 2)}\n`);
    return 0;
  },
};
