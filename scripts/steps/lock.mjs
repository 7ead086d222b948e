import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Takes `file` as a lock, or tells who has it. A lock whose owner is dead is taken over. Linking a finished file is atomic, so
 * nobody ever reads a lock without an owner in it.
 * @param {string} file
 * @returns {{ release: () => void } | { owner: number }}
 */
export function takeLock(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(file);
      if (owner !== undefined && isAlive(owner)) return { owner };
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function ownerOf(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Does `work` while nobody else holds `file`, waiting for its turn.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    const lock = takeLock(file);
    if ('owner' in lock) {
      await wait(200);
      continue;
    }
    process.once('exit', lock.release);
    try {
      return await work();
    } finally {
      process.off('exit', lock.release);
      lock.release();
    }
  }
}
