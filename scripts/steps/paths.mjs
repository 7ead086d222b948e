import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** What may be deleted at any time without losing data: stamps of what is already built. */
export const stampDir = join(root, 'node_modules', '.gangbo');

export const dataDir = resolve(root, process.env.DATA_DIR || 'data');
