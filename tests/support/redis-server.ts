import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createClient } from 'redis';
import { freePort, MissingServer, type RunningServer, stopChild, untilAnswers } from './running-server.ts';

/** A real Redis (or Valkey) on a port of its own, keeping nothing. */
export async function startRedis(given: { port?: number } = {}): Promise<RunningServer> {
  const port = given.port ?? (await freePort());
  const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...nothingKept], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `redis://127.0.0.1:${port}`;
  try {
    await untilAnswers('redis-server', child, async () => {
      const client = createClient({ url, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      await client.connect();
      await client.close();
    });
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new MissingServer('redis-server', error) : error;
  }
  return {
    url,
    child,
    stop: () => stopChild(child, 'SIGTERM'),
  };
}
