import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentShelf } from './content-shelf.ts';

const day = 86_400_000;

describe('uploads that a death of the process cut off', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-content-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are cleared away after their time, and one that goes on is left alone', async () => {
    const incoming = join(dir, 'content', 'incoming');
    for (const [name, ageMs] of [
      ['file-old', 2 * day],
      ['file-new', 0],
    ] as const) {
      await mkdir(join(incoming, name), { recursive: true });
      await writeFile(join(incoming, name, 'as-it-came'), 'half a film');
      const at = new Date(Date.now() - ageMs);
      await utimes(join(incoming, name), at, at);
    }
    expect(await new ContentShelf({ dir }).clearLeftovers(Date.now() - day)).toBe(1);
    expect(await readdir(incoming)).toEqual(['file-new']);
  });

  it('are none where nothing was ever uploaded', async () => {
    expect(await new ContentShelf({ dir }).clearLeftovers(Date.now())).toBe(0);
  });
});
