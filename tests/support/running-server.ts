import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunningServer {
  url: string;
  child: ChildProcess;
  stop(): Promise<void>;
}

/** The real thing isn't installed; a test that needs it can't be passed without. */
export class MissingServer extends Error {
  constructor(debianPackage: string, cause?: unknown) {
    super(`${debianPackage} is not installed: apt-get install ${debianPackage}`, { cause });
    this.name = 'MissingServer';
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Waits until `ask` succeeds; gives up when the server ends or 20 s are over. */
export async function untilAnswers(name: string, child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it answered: ${said}`)));
  });
  failed.catch(() => undefined);
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await Promise.race([ask(), failed]);
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null) await failed;
      if (Date.now() > deadline) throw new Error(`${name} does not answer: ${said}`, { cause: error });
      await delay(25);
    }
  }
}

export async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
