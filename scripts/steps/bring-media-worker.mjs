import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, stampDir } from './paths.mjs';
import { step } from './progress.mjs';

/** Long enough to say "ready" when it lies in the cache; nobody waits for a download or a build. */
const patienceMs = 1000;

/** Brings the mediasoup worker beside the server, which reads in `dataDir` how far it is: everything but live works without it. */
export async function bringMediaWorker({ node, env, dataDir }) {
  const { child, ended } = startEnsuring({ node, env: { ...env, DATA_DIR: dataDir } });
  await Promise.race([ended, wait(patienceMs, undefined, { ref: false })]);
  return {
    stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
    },
  };
}

/**
 * Brings it and waits, for tests and benches of live.
 * @returns {Promise<string | undefined>} undefined: not to be had on this machine
 */
export async function mediaWorkerBinary({ node, env }) {
  const dataDir = join(stampDir, 'media-worker');
  await step('直播组件 media worker', () => startEnsuring({ node, env: { ...env, DATA_DIR: dataDir } }).ended);
  const { state, binary } = JSON.parse(await readFile(join(dataDir, 'media-worker.json'), 'utf8'));
  return state === 'ready' ? binary : undefined;
}

function startEnsuring({ node, env }) {
  const child = spawn(node, [join(root, 'scripts', 'media-worker', 'ensure.mjs')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((settle) => {
    child.on('exit', settle);
    child.on('error', settle);
  });
  return { child, ended };
}
