import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';

/** Both ends included, as RFC 9110 §14 counts them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where finished recordings and clips lie. Keys are ours, with slashes. Small enough to be implemented twice: a folder, and S3. */
export interface MediaStore {
  readonly place: 'disk' | 's3';
  /** Undefined where there is none. */
  size(key: string): Promise<number | undefined>;
  read(key: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
  /** Copies a local file there; it has its name only when it is whole. */
  put(key: string, file: string): Promise<void>;
  /** One file. Nothing there is fine. */
  remove(key: string): Promise<void>;
  /** Everything whose key begins with this folder. Nothing there is fine. */
  removeFolder(key: string): Promise<void>;
}

export function diskStore(dir: string): MediaStore & { pathOf(key: string): string } {
  const pathOf = (key: string): string => {
    const path = normalize(join(dir, key));
    if (!path.startsWith(normalize(dir) + sep)) throw new Error('media lies outside its folder');
    return path;
  };
  return {
    place: 'disk',
    pathOf,
    async size(key) {
      try {
        return (await stat(pathOf(key))).size;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async read(key, range) {
      return createReadStream(pathOf(key), range);
    },
    async put(key, file) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      await copyFile(file, `${path}.part`);
      await rename(`${path}.part`, path);
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    removeFolder: (key) => rm(pathOf(key), { recursive: true, force: true }),
  };
}
