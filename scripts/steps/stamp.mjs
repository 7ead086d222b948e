import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, stampDir } from './paths.mjs';

const generated = new Set(['node_modules', '.svelte-kit', 'build', 'paraglide', 'cache']);

/** What a build writes beside its sources (inlang's own notes), or nobody builds from. A stamp that knew them would never match. */
const isSource = (name) => !generated.has(name) && !name.startsWith('.') && name !== 'README.md';

async function* filesUnder(path) {
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') yield path;
    else if (error.code !== 'ENOENT') throw error;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!isSource(entry.name)) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (!entry.name.endsWith('.test.ts')) yield child;
  }
}

/** Content, not dates: a fresh clone or a branch switched there and back builds nothing twice. */
export async function hashOf(paths, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) {
    for await (const file of filesUnder(join(root, path))) {
      hash.update(`\0${file.slice(root.length)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

export async function readStamp(name) {
  try {
    return await readFile(join(stampDir, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeStamp(name, value) {
  await mkdir(stampDir, { recursive: true });
  await writeFile(join(stampDir, name), value);
}
