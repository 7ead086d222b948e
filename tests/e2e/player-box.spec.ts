import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, expect, type Page } from '@playwright/test';
import { freePort, stopChild } from '#tests/support/running-server.ts';
import { until } from '#tests/support/until.ts';
import { type RunningHouse, startHouse } from './support/running-house.ts';
import { test } from './support/test.ts';

// What dies here is the browser itself: the runner's tracing would be told of it in the midst of a call, and fail the test for it.
test.use({ trace: 'off', screenshot: 'off' });

const run = promisify(execFile);
const recipe = join(import.meta.dirname, '..', '..', 'deploy', 'player');
const glass = { width: 1080, height: 1920 };
/** Short, so that a test needn't wait for a minute of stillness. */
const stillSeconds = 20;

let house: RunningHouse;
let box: string;
let display: { name: string; xvfb: ChildProcess };
test.beforeAll(async () => {
  box = await mkdtemp(join(tmpdir(), 'gangbo-box-'));
  house = await startHouse();
  display = await openDisplay();
});
test.afterAll(async () => {
  await house?.stop();
  if (display) await stopChild(display.xvfb, 'SIGTERM');
  await rm(box, { recursive: true, force: true, maxRetries: 5 });
});

/** A portrait glass. */
async function openDisplay() {
  const screen = ['-screen', '0', `${glass.width}x${glass.height}x24`];
  const xvfb = spawn('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = (await once(xvfb.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { name: `:${number.toString().trim()}`, xvfb };
}

interface Box {
  child: ChildProcess;
  said(): string;
  /** The page on its glass, whichever Chromium it is just now. */
  page(): Promise<Page>;
}

async function startBox(name: string, fingerprint: string): Promise<Box> {
  const root = join(box, name);
  await run(join(recipe, 'install.sh'), [house.url, '--fingerprint', fingerprint, '--root', root]);
  const conf = join(root, 'etc', 'gangbo-player.conf');
  const port = await freePort();
  await appendFile(
    conf,
    `\nDEBUG_PORT=${port}\nSTILL_SECONDS=${stillSeconds}\nSTATE_DIR=${join(root, 'state')}\nEXTRA_FLAGS="--no-sandbox --lang=zh-CN"\n`,
  );
  const child = spawn(join(root, 'usr', 'local', 'bin', 'gangbo-player'), {
    env: { ...process.env, GANGBO_PLAYER_CONF: conf, DISPLAY: display.name },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const page = async () => {
    let found: Page | undefined;
    await until(async () => {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined);
      found = browser?.contexts()[0]?.pages()[0];
      return found !== undefined;
    }, 60_000);
    if (!found) throw new Error('a browser without a page');
    return found;
  };
  return { child, said: () => said, page };
}

const fingerprintOf = async () => ((await (await fetch(`${house.url}/api/trust`)).json()) as { fingerprint: string }).fingerprint;
const code = (page: Page) => expect(page.getByText(/^[2-9A-HJKMNP-TV-Z]{6}$/)).toBeVisible({ timeout: 60_000 });
/** When the document on the glass began: another number is another start. */
const beganAt = (page: Page) => page.evaluate(() => performance.timeOrigin);

test('a box set up by the recipe fills its glass over HTTPS, and comes back by itself when its browser dies or hangs', async () => {
  const { child, said, page } = await startBox('box', await fingerprintOf());
  try {
    const first = await page();
    await test.step('the authority is installed: the page is secure, whole, and asks to be paired', async () => {
      await code(first);
      expect(await first.evaluate(() => [window.isSecureContext, innerWidth, innerHeight])).toEqual([true, glass.width, glass.height]);
      // It says from outside that it paints.
      const title = await first.title();
      await expect.poll(() => first.title(), { timeout: 20_000 }).not.toBe(title);
    });

    const began = await beganAt(first);
    await test.step('its browser is killed', async () => {
      const { stdout } = await run('pgrep', ['-P', String(child.pid), '-f', 'remote-debugging-port']);
      for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
      await until(async () => (await beganAt(await page()).catch(() => began)) !== began, 60_000);
      await code(await page());
    });

    await test.step('the process that draws its page crashes', async () => {
      const crashed = await page();
      const before = await beganAt(crashed);
      // So far that it is known to paint.
      await expect.poll(() => crashed.title(), { timeout: 60_000 }).toMatch(/· ([6-9]|\d\d)$/);
      const { stdout } = await run('pgrep', ['-f', `type=renderer .*--user-data-dir=${join(box, 'box', 'state')}`]);
      for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
      await until(async () => (await beganAt(await page()).catch(() => before)) !== before, 60_000);
      expect(said()).toContain('process is gone');
      await code(await page());
    });

    await test.step('its page hangs', async () => {
      const hung = await page();
      const before = await beganAt(hung);
      await expect.poll(() => hung.title(), { timeout: 60_000 }).toMatch(/· ([4-9]|\d\d)$/);
      // Never answered: the page is busy for good.
      void hung.evaluate('for (;;);').catch((error: unknown) => expect(String(error)).toMatch(/closed|crashed/i));
      await until(() => said().includes('nothing painted'), 90_000);
      await until(async () => (await beganAt(await page()).catch(() => before)) !== before, 60_000);
      await code(await page());
    });
  } finally {
    await stopChild(child, 'SIGTERM');
  }
});

test('a server whose root has another fingerprint than the one that was compared is not believed', async () => {
  const { child, said } = await startBox('fooled', 'AB:'.repeat(31).concat('CD'));
  try {
    await until(() => said().includes('not taken'), 30_000);
    await expect(stat(join(box, 'fooled', 'state', 'root.pem'))).rejects.toThrow('ENOENT');
    // Nothing of it outlives the next start either: what was compared stands in the settings.
    expect(await readFile(join(box, 'fooled', 'etc', 'gangbo-player.conf'), 'utf8')).toContain('FINGERPRINT=AB:AB');
  } finally {
    await stopChild(child, 'SIGTERM');
  }
});
