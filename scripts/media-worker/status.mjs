// What the studio says about live: one small file in DATA_DIR, written here and read by the server.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `binary` stands only where `state` is `ready`. `what` says what is going on, `remedy` what a person can do about it.
 * @typedef {{ zh: string, en: string }} Wording
 * @typedef {{ state: 'ready' | 'downloading' | 'building' | 'missing', binary?: string, progress?: number,
 *   what: Wording, remedy?: Wording, updatedAt: string }} WorkerStatus
 */

/** @param {string} dataDir */
export function statusFile(dataDir) {
  return join(dataDir, 'media-worker.json');
}

/**
 * @param {string} dataDir
 * @param {Omit<WorkerStatus, 'updatedAt'>} status
 */
export function writeStatus(dataDir, status) {
  mkdirSync(dataDir, { recursive: true });
  const file = statusFile(dataDir);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...status, updatedAt: new Date().toISOString() }, null, 2)}\n`);
  renameSync(draft, file);
}

/**
 * @param {string} dataDir
 * @returns {WorkerStatus | undefined} undefined: nobody has looked for a worker yet
 */
export function readStatus(dataDir) {
  try {
    return JSON.parse(readFileSync(statusFile(dataDir), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
