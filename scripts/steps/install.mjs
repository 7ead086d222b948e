import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { capture } from './process.mjs';
import { fail, note, step } from './progress.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];

/** Installs exactly what the lock file names, once per lock file. Scripts stay off: nothing here can need GitHub. */
export async function installModules() {
  const wanted = await hashOf(['package-lock.json'], `${process.platform}-${process.arch}`);
  if ((await readStamp('modules')) === wanted) return;
  // Somebody who has just run npm by hand keeps what they have.
  if (!(await holdsTheLock())) await step('安装依赖 installing modules (npm)', install);
  await writeStamp('modules', wanted);
}

async function install() {
  let { code, output } = await capture('npm', ['ci', ...quiet]);
  // A registry that lacks some platform's optional binary makes npm call a good lock file out of step. `install` takes
  // the same locked versions, and leaves the missing ones out.
  if (code !== 0 && output.includes('in sync')) ({ code, output } = await capture('npm', ['install', '--no-save', ...quiet]));
  if (code === 0) return;
  note(output.trim().split('\n').slice(-12).join('\n  '));
  fail('依赖没有装上 modules could not be installed', '请检查网络或 npm 源后重试 check the network or the npm registry, then run it again');
}

/** Whether node_modules has every package of the lock file that this platform needs, in that version. */
async function holdsTheLock() {
  const [wanted, installed] = await Promise.all([packagesOf('package-lock.json'), packagesOf('node_modules/.package-lock.json')]);
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => path === '' || link || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

async function packagesOf(lock) {
  try {
    return JSON.parse(await readFile(join(root, lock), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
