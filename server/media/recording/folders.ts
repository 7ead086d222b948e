import { readdirSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';

/** Names in a folder; none where there is no folder. */
export async function list(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    return nothingIfAbsent(error, []);
  }
}

/** When it last changed, epoch ms; undefined where there is none. */
export async function changedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    return nothingIfAbsent(error, undefined);
  }
}

export function listSync(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    return nothingIfAbsent(error, []);
  }
}

export function readSync(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return nothingIfAbsent(error, '');
  }
}

function nothingIfAbsent<T>(error: unknown, nothing: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return nothing;
  throw error;
}
