import { spawn } from 'node:child_process';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWorker, mediasoupPackage } from './place.mjs';

const timeLimitMs = 90_000;
const released = join(mediasoupPackage, 'worker', 'out', 'Release', 'mediasoup-worker');

/**
 * mediasoup's own download step, stopped after 90 seconds (a half-blocked network hangs) and as soon as it turns to building:
 * its build fetches from GitHub and PyPI, ours does not.
 * @param {string} target
 * @returns {Promise<boolean>} whether `target` is now a worker that runs here
 */
export async function fetchWorker(target) {
  // An earlier run, or an install with scripts on, may have left it.
  if (!(await isWorker(released))) {
    if (process.env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) return false;
    await runDownload();
    if (!(await isWorker(released))) {
      rmSync(released, { force: true });
      return false;
    }
  }
  const draft = `${target}.${process.pid}`;
  copyFileSync(released, draft);
  renameSync(draft, target);
  return true;
}

function runDownload() {
  return new Promise((settle) => {
    const { MEDIASOUP_WORKER_BIN: _, MEDIASOUP_LOCAL_DEV: __, ...env } = process.env;
    const child = spawn(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
      cwd: mediasoupPackage,
      env,
      // A group of its own: stopping it stops whatever it has started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => {
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(stop, timeLimitMs);
    const watch = (chunk) => {
      if (/building it locally/.test(String(chunk))) stop();
    };
    child.stdout.on('data', watch);
    child.stderr.on('data', watch);
    process.once('exit', stop);
    child.on('error', () => settle(undefined));
    child.on('close', () => {
      clearTimeout(timer);
      process.off('exit', stop);
      settle(undefined);
    });
  });
}
