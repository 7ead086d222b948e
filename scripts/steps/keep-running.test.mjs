import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepRunning } from './keep-running.mjs';

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangbo-keep-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('does not start a process again that never came into service', async () => {
  const log = join(folder, 'starts');
  const script = join(folder, 'fails.mjs');
  await writeFile(script, `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(log)}, 'x'); process.exit(3);`);
  expect(await keepRunning(process.execPath, [script], { stdio: 'ignore' })).toBe(3);
  expect(await readFile(log, 'utf8')).toBe('x');
});

it('ends with a process that ended in order', async () => {
  expect(await keepRunning(process.execPath, ['-e', 'process.exit(0)'], { stdio: 'ignore' })).toBe(0);
});

it('starts a process again that fell over in service', async () => {
  const log = join(folder, 'starts');
  const script = join(folder, 'falls.mjs');
  await writeFile(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(log)}, 'x');
     process.exit(readFileSync(${JSON.stringify(log)}, 'utf8').length === 1 ? 1 : 0);`,
  );
  expect(await keepRunning(process.execPath, [script], { stdio: 'ignore' }, { inServiceMs: 0 })).toBe(0);
  expect(await readFile(log, 'utf8')).toBe('xx');
});
