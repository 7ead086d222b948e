import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../steps/lock.mjs';
import { cachedWorker, isWorker } from './place.mjs';
import { readStatus, writeStatus } from './status.mjs';

const folder = () => mkdtempSync(join(tmpdir(), 'gangbo-worker-'));

function script(body: string): string {
  const file = join(folder(), 'mediasoup-worker');
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('the place of the media worker', () => {
  it('lies outside the checkout, under a name that says version, distribution and processor', () => {
    expect(cachedWorker({ XDG_CACHE_HOME: '/var/cache' })).toMatch(
      new RegExp(`^/var/cache/gangbo/mediasoup-worker-\\d+\\.\\d+\\.\\d+-[a-z]+[\\d.]*-${process.arch}$`),
    );
  });

  it('counts as a worker only what answers as one', async () => {
    expect(await isWorker(script('exit 41'))).toBe(true);
    expect(await isWorker(script('exit 0'))).toBe(false);
    expect(await isWorker(script('exit 127'))).toBe(false);
    expect(await isWorker('/nowhere/mediasoup-worker')).toBe(false);
  });
});

describe('the lock of a build', () => {
  it('is held by one process, and free again after its release', () => {
    const file = join(folder(), 'lock');
    const first = takeLock(file);
    expect('release' in first).toBe(true);
    expect(takeLock(file)).toEqual({ owner: process.pid });
    if ('release' in first) first.release();
    expect(existsSync(file)).toBe(false);
    expect('release' in takeLock(file)).toBe(true);
  });

  it('of a dead process is taken over', () => {
    const file = join(folder(), 'lock');
    // Above the kernel's highest process id.
    writeFileSync(file, '99999999');
    expect('release' in takeLock(file)).toBe(true);
  });
});

describe('the status of the media worker', () => {
  it('is unknown before anybody looked, and then what was written last', () => {
    const dataDir = folder();
    expect(readStatus(dataDir)).toBeUndefined();
    const what = { zh: '正在编译', en: 'building' };
    writeStatus(dataDir, { state: 'building', progress: 0.5, what });
    expect(readStatus(dataDir)).toMatchObject({ state: 'building', progress: 0.5, what });
  });
});
