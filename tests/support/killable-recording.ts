import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Killable {
  readonly origin: string;
  readonly port: number;
  /** SIGKILL, to the server alone or with its media worker, as a machine's sudden end. */
  kill(): Promise<void>;
  /** The show ends as it should. */
  end(): Promise<void>;
}

/** A server with a recording in this folder, in a process of its own. @throws when it ends without a word */
export async function startKillable(input: { dir: string; episodeId: string; port?: number }): Promise<Killable> {
  const script = join(import.meta.dirname, 'recording-server.ts');
  const child = fork(script, [input.dir, input.episodeId, String(input.port ?? 0)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { origin, workerPids } = (await heard(child)) as { origin: string; workerPids: number[] };
  return {
    origin,
    port: Number(new URL(origin).port),
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      // The worker notices by itself that its parent is gone; where it has already, there is nobody to tell.
      for (const pid of workerPids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    },
    async end() {
      child.send('end');
      await heard(child);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: it is not.
    return false;
  }
}

function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} and said nothing`)));
  });
}
