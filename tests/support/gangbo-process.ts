import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { until } from './until.ts';

const root = resolve(import.meta.dirname, '../..');

/** One process of the standard mode, run as `npm run server` and `npm run workers` run it. */
export class GangboProcess {
  readonly child: ChildProcess;
  #said = '';

  constructor(role: 'server' | 'workers', env: Record<string, string>) {
    this.child = spawn(process.execPath, [join(root, 'server/main.ts'), '--role', role], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production', LOG_PRETTY: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + String(chunk)).slice(-20_000);
      });
  }

  get said(): string {
    return this.#said;
  }

  /** Waits until it has printed this; fails with all it said when it ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    await until(() => pattern.test(this.#said) || this.#over, 45_000);
    const found = pattern.exec(this.#said);
    if (!found) throw new Error(`ended with ${this.child.exitCode ?? this.child.signalCode} before it said ${pattern}:\n${this.#said}`);
    return found;
  }

  /** @returns the exit code; null when a signal ended it */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (!this.#over) {
      const ended = once(this.child, 'exit');
      if (signal) this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }

  get #over(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}
