import { startPostgres } from './postgres-server.ts';
import { startRedis } from './redis-server.ts';
import type { RunningServer } from './running-server.ts';

/** PostgreSQL and Redis of this test process: started at first use, ended with the process. */
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
  const started = await Promise.all([startPostgres(), startRedis()]);
  endWithThisProcess(started);
  const [postgres, redis] = started;
  return { postgresUrl: postgres.url, redisUrl: redis.url };
}

/** Vitest ends its forks with SIGTERM; a listener for it must then end the process itself. */
function endWithThisProcess(started: RunningServer[]): void {
  for (const server of started) server.child.unref();
  const end = () => {
    for (const server of started) server.child.kill('SIGKILL');
  };
  process.once('exit', end);
  process.once('SIGTERM', () => {
    end();
    process.exit(143);
  });
}
