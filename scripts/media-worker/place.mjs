// Where this machine's mediasoup worker lies, and whether it runs. Used by the launcher and by the server.
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The installed npm package, which carries the worker's sources. */
export const mediasoupPackage = join(root, 'node_modules', 'mediasoup');

/**
 * Outlives the checkout, so that five minutes of compiling are spent once a machine: named after the mediasoup version and the
 * distribution, whose libraries the worker is linked with.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function cachedWorker(env = process.env) {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gangbo');
  const { version } = JSON.parse(readFileSync(join(mediasoupPackage, 'package.json'), 'utf8'));
  return join(cache, `mediasoup-worker-${version}-${distribution()}-${process.arch}`);
}

/** `debian12`, `ubuntu24.04`, `darwin24`. */
function distribution() {
  if (process.platform !== 'linux') return `${process.platform}${release().split('.')[0]}`;
  const facts = Object.fromEntries(
    readFileSync('/etc/os-release', 'utf8')
      .split('\n')
      .map((line) => line.split('='))
      .filter((pair) => pair.length === 2)
      .map(([key, value]) => [key, value.replaceAll('"', '')]),
  );
  return `${facts.ID ?? 'linux'}${facts.VERSION_ID ?? ''}`;
}

/**
 * Whether this file is a worker that starts here, with these libraries. Started without its settings a mediasoup worker
 * answers with code 41 (its main.cpp); anything else is a binary for some other machine.
 * @param {string} binary
 * @returns {Promise<boolean>}
 */
export async function isWorker(binary) {
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    return false;
  }
  return new Promise((settle) => {
    execFile(binary, { env: {}, timeout: 10_000 }, (error) => settle(error?.code === 41));
  });
}
