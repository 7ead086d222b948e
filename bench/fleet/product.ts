import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { visitor } from '#tests/support/http-app.ts';
import { until } from '#tests/support/until.ts';
import { nowMs } from '../lib/messages.ts';
import { CoreShares } from '../lib/processor-time.ts';
import { progress } from '../lib/report.ts';
import type { Submitted } from '../pixels/world.ts';

/** Of one core, while nobody asks for anything. */
const restPercent = 30;
const restWithinMs = 60_000;

/** Sockets of one process: the server's, and as many of the players'. Node takes the hard limit by itself. */
export async function requireDescriptors(needed: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const [, hard = ''] = (await readFile('/proc/self/limits', 'utf8')).match(/^Max open files\s+\S+\s+(\S+)/m) ?? [];
  if (hard === 'unlimited' || Number(hard) >= needed) return;
  throw new Error(
    `${needed} open files are needed in one process and ${hard} allowed: raise the hard limit (ulimit -Hn ${needed}, as root)`,
  );
}

export type Approve = (posting: Submitted) => Promise<{ pressedMs: number; status: number }>;

/** The product's own server process, as `npm start` runs it, which also tells how much memory it holds. */
export function forkServer(env: NodeJS.ProcessEnv): ChildProcess {
  const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
  const execArgv = ['--expose-gc', '--import', join(import.meta.dirname, 'tell-memory.ts')];
  return fork(main, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

export async function untilServes(server: ChildProcess, base: string): Promise<void> {
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${code} before it answered`);
  });
  const answers = until(async () => {
    await delay(100);
    return fetch(`${base}/api/screen/challenge`).then(
      ({ ok }) => ok,
      () => false,
    );
  }, 120_000);
  // It ends one day, and by then nobody waits.
  ended.catch(() => undefined);
  await Promise.race([answers, ended]);
}

/** The second person, with an account and a session as anybody's. */
export async function approver(base: string, token: string): Promise<Approve> {
  const person = visitor({ request: fetch }, base);
  const words = { username: 'approver', password: 'a long phrase for a bench' };
  const accepted = await person.call('POST', '/api/staff/accept-invitation', { ...words, name: '老王', token });
  const signedIn = await person.call('POST', '/api/auth/sign-in/username', words);
  if (accepted.status !== 201 || signedIn.status !== 200) throw new Error(`no approver: ${accepted.status}, ${signedIn.status}`);
  return async ({ postingId, version }) => {
    const pressedMs = nowMs();
    const { status } = await person.call('POST', `/api/approvals/${postingId}/approve`, { version });
    return { pressedMs, status };
  };
}

/** Boards composed after a start, and rounds of those who look after the fleet: until they are done, nothing is measured. */
export async function rest({ server }: { server: ChildProcess }): Promise<void> {
  const deadline = performance.now() + restWithinMs;
  for (;;) {
    const shares = new CoreShares({ server: [server.pid] });
    await delay(3_000);
    const { server: share = 0 } = shares.read();
    if (share < restPercent) return;
    if (performance.now() > deadline) return progress(`the server is still at ${Math.round(share)} % of a core`);
  }
}
