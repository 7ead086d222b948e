import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './paths.mjs';
import { hashOf } from './stamp.mjs';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangbo-stamp-'));
  await mkdir(join(dir, 'project.inlang'));
  await writeFile(join(dir, 'project.inlang', 'settings.json'), '{}');
  await writeFile(join(dir, 'page.svelte'), '<p>岗位</p>');
});
afterEach(() => rm(dir, { recursive: true }));

const hash = () => hashOf([relative(root, dir)]);

test('what the build itself writes beside its sources builds nothing again', async () => {
  const before = await hash();
  await mkdir(join(dir, 'project.inlang', '.lix'));
  await writeFile(join(dir, 'project.inlang', '.lix', 'note'), '');
  for (const name of ['README.md', '.gitignore', '.meta.json']) await writeFile(join(dir, 'project.inlang', name), 'written by inlang');
  await mkdir(join(dir, 'build'));
  await writeFile(join(dir, 'build', 'handler.js'), '');
  expect(await hash()).toBe(before);
});

test('a changed page, and a changed setting, build again', async () => {
  const before = await hash();
  await writeFile(join(dir, 'page.svelte'), '<p>工作</p>');
  const changed = await hash();
  expect(changed).not.toBe(before);
  await writeFile(join(dir, 'project.inlang', 'settings.json'), '{"a":1}');
  expect(await hash()).not.toBe(changed);
});
