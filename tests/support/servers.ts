import { inject } from 'vitest';
import { startRedis } from './redis-server.ts';
import type { RunningServer } from './running-server.ts';

/** The test run's PostgreSQL, and a Redis of this test process: started at first use, ended with the process. */
export interface Servers {
  postgresUrl: string;
  redisUrl: string;
}

let running: Promise<Servers> | undefined;

export function servers(): Promise<Servers> {
  running ??= start();
  return running;
}

async function start(): Promise<Servers> {
  const redis = await startRedis();
  endWithThisProcess(redis);
  return { postgresUrl: inject('postgresUrl'), redisUrl: redis.url };
}

/** Vitest ends its forks with SIGTERM; a listener for it must then end the process itself. */
function endWithThisProcess(server: RunningServer): void {
  server.child.unref();
  const end = () => server.child.kill('SIGKILL');
  process.once('exit', end);
  process.once('SIGTERM', () => {
    end();
    process.exit(143);
  });
}
