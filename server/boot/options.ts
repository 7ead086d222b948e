import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { StartRefused } from '../start-refused.ts';

export const processRoles = ['all', 'server', 'workers'] as const;
export type ProcessRole = (typeof processRoles)[number];

export interface Options {
  role: ProcessRole;
  demo: boolean;
}

/** @throws TypeError on an option that does not exist */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string', default: 'all' }, demo: { type: 'boolean', default: false } },
  });
  const role = processRoles.find((known) => known === values.role);
  if (!role) throw new TypeError(`--role: ${processRoles.join(', ')}`);
  return { role, demo: values.demo };
}

/** The demo keeps house in a folder of its own: nothing invented ever stands among a station's own data. */
export function demoConfig(config: Config): Config {
  const dataDir = join(config.dataDir, 'demo');
  if (config.database.kind === 'postgres')
    throw new StartRefused('演示只用内嵌数据库：请去掉 DATABASE_URL · the demo runs on its own embedded database: unset DATABASE_URL');
  return {
    ...config,
    dataDir,
    database: { kind: 'pglite', dir: join(dataDir, 'db'), snapshotDir: join(dataDir, 'snapshots') },
    media: { ...config.media, dir: join(dataDir, 'media') },
    keys: { ...config.keys, dir: join(dataDir, 'keys') },
    sms: { driver: 'console' },
  };
}
