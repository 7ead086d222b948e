import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './paths.mjs';

/** Long enough to say "ready" when it lies in the cache; nobody waits for a download or a build. */
const patienceMs = 1000;

/** Brings the mediasoup worker beside the server: everything but live works without it. */
export async function bringMediaWorker({ node, env }) {
  const child = spawn(node, [join(root, 'scripts', 'media-worker', 'ensure.mjs')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((settle) => {
    child.on('exit', settle);
    child.on('error', settle);
  });
  await Promise.race([ended, wait(patienceMs, undefined, { ref: false })]);
  return {
    stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
    },
  };
}
