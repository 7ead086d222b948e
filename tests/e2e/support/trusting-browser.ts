import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from '@playwright/test';

const run = promisify(execFile);

export interface BrowserAsked {
  /** The project's own launch options (`launchOptions` of playwright.config.ts). */
  options: LaunchOptions;
  /** PEM of an authority that this device has installed. */
  root?: string;
  /** Runs the browser in this network namespace: another device, with another address. */
  namespace?: string;
  args?: string[];
}

/**
 * A device that has installed the house's root certificate, as the page /trust tells: Chromium on Linux reads the NSS database of its user, so it
 * gets a home of its own. HTTPS is then checked in earnest, and pages are as secure as on a real wall.
 */
export async function openDevice({ options, root, namespace, args = [] }: BrowserAsked): Promise<Browser> {
  const home = await mkdtemp(join(tmpdir(), 'gangbo-device-'));
  if (root !== undefined) {
    const database = join(home, '.pki', 'nssdb');
    await mkdir(database, { recursive: true });
    await writeFile(join(home, 'root.pem'), root);
    await run('certutil', ['-N', '-d', `sql:${database}`, '--empty-password']);
    await run('certutil', ['-A', '-d', `sql:${database}`, '-n', 'gangbo', '-t', 'C,,', '-i', join(home, 'root.pem')]);
  }
  let executablePath = options.executablePath;
  if (namespace !== undefined) {
    const inside = join(home, 'chromium');
    await writeFile(inside, `#!/bin/sh\nexec ip netns exec ${namespace} '${executablePath ?? '/usr/bin/chromium'}' "$@"\n`);
    await chmod(inside, 0o755);
    executablePath = inside;
  }
  const browser = await chromium.launch({
    ...options,
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...(options.args ?? []), ...args],
    env: { ...(process.env as Record<string, string>), HOME: home },
  });
  browser.on('disconnected', () => void rm(home, { recursive: true, force: true, maxRetries: 5 }));
  return browser;
}
