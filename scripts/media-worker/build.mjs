import { spawn, spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWorker, mediasoupPackage } from './place.mjs';

const recipe = join(import.meta.dirname, '..', 'mediasoup-worker', 'build.sh');

/** The same list as in build.sh, which installs them where it is root. */
export const buildPackages =
  'g++ meson ninja-build pkg-config libuv1-dev libssl-dev libsrtp2-dev libflatbuffers-dev flatbuffers-compiler libabsl-dev';

/** Whether build.sh can run: on a system of Debian's family, as root or with everything already there. */
export function canBuild() {
  if (process.platform !== 'linux' || spawnSync('dpkg', ['--version']).error) return false;
  return process.getuid?.() === 0 || spawnSync('dpkg', ['-s', ...buildPackages.split(' ')]).status === 0;
}

/**
 * Compiles the worker from the sources in the npm package with Debian's libraries: some five minutes on two cores, at low priority,
 * so that the screens in front of it do not notice.
 * @param {string} target
 * @param {(progress: number) => void} onProgress 0 to 1
 * @returns {Promise<{ ok: true } | { ok: false, output: string }>}
 */
export function buildWorker(target, onProgress) {
  const draft = `${target}.${process.pid}`;
  return new Promise((settle) => {
    const child = spawn('nice', ['-n', '10', 'bash', recipe, mediasoupPackage, draft], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => {
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGTERM');
    };
    process.once('exit', stop);
    let output = '';
    const read = (chunk) => {
      output = (output + chunk).slice(-4000);
      // ninja: "[12/345] Compiling …"
      const last = [...String(chunk).matchAll(/\[(\d+)\/(\d+)\]/g)].at(-1);
      if (last) onProgress(Number(last[1]) / Number(last[2]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => settle({ ok: false, output: error.message }));
    child.on('close', async (code) => {
      process.off('exit', stop);
      if (code === 0 && (await isWorker(draft))) {
        renameSync(draft, target);
        settle({ ok: true });
        return;
      }
      rmSync(draft, { force: true });
      settle({ ok: false, output });
    });
  });
}
