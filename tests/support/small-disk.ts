import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk in memory that a test can fill without harm to anybody's. Mounting wants root. */
export interface SmallDisk {
  readonly dir: string;
  unmount(): Promise<void>;
}

/** @param dir where it is mounted; made if it isn't there */
export async function mountSmallDisk(dir: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(dir, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir]);
  return {
    dir,
    async unmount() {
      await run('umount', [dir]);
    },
  };
}
