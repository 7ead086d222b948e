import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import { minFontPx } from '#server/domain/board/legibility.ts';
import type { JobsSlide, SignedManifest } from '#server/domain/board/manifest.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

/** `bench/pixels.ts` holds the budget of one second; here a busy machine must not make a true sentence false. */
const soonMs = 10_000;

let demo: DemoServer;
let screens: ScreenForStaff[];

test.beforeAll(async () => {
  demo = await startDemo();
  screens = await listed();
});
test.afterAll(() => demo?.stop());

const listed = async () => (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];

function named(name: string): ScreenForStaff {
  const found = screens.find((screen) => screen.glass.name === name);
  if (!found) throw new Error(`the demo has no screen ${name}`);
  return found;
}

const manifestOf = async (screen: ScreenForStaff) =>
  (await (await demo.as('admin', 'GET', `/api/screens/${screen.id}/manifest`)).json()) as SignedManifest;

/** A browser of its own is a device of its own. */
async function device(browser: Browser, screen: ScreenForStaff): Promise<Page> {
  const { widthPx, heightPx } = screen.glass;
  const context = await browser.newContext({ viewport: { width: widthPx, height: heightPx }, baseURL: demo.url, locale: 'zh-CN' });
  return context.newPage();
}

async function showing(browser: Browser, screen: ScreenForStaff): Promise<Page> {
  const page = await device(browser, screen);
  await page.goto(`/screen/?as=${screen.id}`);
  await onGlass(page);
  return page;
}

const glass = (page: Page) => page.locator('.glass[data-phase]');
/** The slide that stands, not the one being prepared behind it. */
const front = (page: Page) => page.locator('.layer.front.up');

async function onGlass(page: Page): Promise<void> {
  await expect(front(page).locator('.board')).toBeVisible({ timeout: 60_000 });
  await expect(glass(page)).toHaveAttribute('data-connected', 'true');
}

const close = (page: Page) => page.context().close();
const version = async (page: Page) => Number(await glass(page).getAttribute('data-version'));

/** The posting in the first row that is on the glass. */
async function firstPosting(page: Page): Promise<string> {
  const id = await front(page).locator('[data-posting]').first().getAttribute('data-posting');
  if (id === null) throw new Error('no posting on the glass');
  return id;
}

test('a device shows six characters; a clerk types them in the studio, and the jobs are on the glass', async ({ browser }) => {
  const screen = named('亭侧屏');
  const page = await device(browser, screen);
  await page.goto('/screen/');
  const code = await page.locator('[data-pairing-code]').getAttribute('data-pairing-code');
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{6}$/);

  const { token } = (await (
    await fetch(`${demo.url}/api/demo/tabs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'admin' }),
    })
  ).json()) as { token: string };
  const desk = await (await browser.newContext({ baseURL: demo.url, locale: 'zh-CN' })).newPage();
  await desk.goto(`/studio/screens#demo=${token}`);
  await desk.getByRole('button', { name: '配对新屏' }).click();
  await desk.getByLabel('屏上显示的 6 位码').fill(code?.toLowerCase() ?? '');
  await desk.getByRole('dialog').getByLabel('驿站').selectOption({ label: screen.station.name });
  await desk.getByLabel('哪一块屏').selectOption(screen.id);
  await desk.getByRole('button', { name: '配对', exact: true }).click();

  await onGlass(page);
  await expect(page.getByRole('heading', { name: screen.station.name })).toBeVisible();
  await expect(desk.locator(`[data-screen="${screen.id}"]`).getByText('在线')).toBeVisible();
  await close(page);
  await close(desk);
});

test('every screen of every station is whole: nothing runs over, every fact can be read, the code scans from the pixels', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  for (const screen of screens) {
    const page = await showing(browser, screen);
    const smallest = minFontPx(screen.glass);
    const wrong = await front(page).evaluate((layer, least) => {
      const problems: string[] = [];
      for (const element of layer.querySelectorAll<HTMLElement>('.board *')) {
        const text = element.textContent?.trim().slice(0, 24) ?? '';
        const inline = getComputedStyle(element).display === 'inline';
        if (!inline && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 2) problems.push(`${text} runs over`);
      }
      for (const fact of layer.querySelectorAll<HTMLElement>('[data-posting] *')) {
        if (fact.children.length === 0 && fact.textContent?.trim() && Number.parseFloat(getComputedStyle(fact).fontSize) < least)
          problems.push(`${fact.textContent} is too small`);
      }
      return problems;
    }, smallest);
    expect(wrong, screen.glass.name).toEqual([]);

    const urls = await front(page)
      .locator('[data-qr]')
      .evaluateAll((codes) => codes.map((code) => code.getAttribute('data-qr')));
    const shot = await page.screenshot();
    if (screen.glass.kind === 'led-ultra-wide') expect(urls).toEqual([]);
    else expect(await readCodes(shot), screen.glass.name).toEqual(urls);
    await close(page);
  }
});

test('a count that drops is on the glass at once, and the last place greys the row where it stands', async ({ browser }) => {
  const screen = named('西广场大屏');
  const page = await showing(browser, screen);
  const posting = await firstPosting(page);
  const row = front(page).locator(`[data-posting="${posting}"]`);
  await demo.as('admin', 'POST', `/api/postings/${posting}/places`, { placesLeft: 1 });
  await expect(row.getByText('还剩 1 人')).toBeVisible({ timeout: soonMs });
  await demo.as('admin', 'POST', `/api/postings/${posting}/fill`, {});
  await expect(row.getByText('已招满')).toBeVisible({ timeout: soonMs });
  await close(page);
});

test('a withdrawn job leaves in the middle of its slide', async ({ browser }) => {
  const screen = named('双屏·左');
  const page = await showing(browser, screen);
  const slide = await glass(page).getAttribute('data-slide');
  const posting = await firstPosting(page);
  await demo.as('admin', 'POST', `/api/postings/${posting}/withdraw`, { reason: '雇主取消' });
  await expect(front(page).locator(`[data-posting="${posting}"]`)).toHaveCount(0, { timeout: soonMs });
  expect(await glass(page).getAttribute('data-slide')).toBe(slide);
  await close(page);
});

test('a box that boots without network shows what it has kept', async () => {
  const screen = named('大厅屏');
  const profile = await mkdtemp(join(tmpdir(), 'gangbo-box-'));
  const box = async (offline: boolean): Promise<BrowserContext> => {
    const { executablePath, args } = test.info().project.use.launchOptions ?? {};
    return chromium.launchPersistentContext(profile, {
      ...(executablePath ? { executablePath } : {}),
      ...(args ? { args } : {}),
      viewport: { width: 1920, height: 1080 },
      baseURL: demo.url,
      locale: 'zh-CN',
      offline,
    });
  };
  const first = await box(false);
  const page = await first.newPage();
  await page.goto(`/screen/?as=${screen.id}`);
  await onGlass(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const held = await version(page);
  await first.close();

  const again = await box(true);
  const dark = await again.newPage();
  await dark.goto(`/screen/?as=${screen.id}`);
  await expect(front(dark).locator('.board')).toBeVisible();
  await expect(front(dark).locator('[data-posting]').first()).toBeVisible();
  expect(await version(dark)).toBe(held);
  expect(await glass(dark).getAttribute('data-connected')).toBe('false');
  await again.close();
  await rm(profile, { recursive: true, force: true });
});

test('without the server for eleven minutes the counts are hidden, and the glass says as of when', async ({ browser }) => {
  const screen = named('就业宣传栏');
  const page = await device(browser, screen);
  await page.clock.install();
  await page.goto(`/screen/?as=${screen.id}`);
  await expect(async () => {
    await page.clock.runFor(500);
    await expect(front(page).locator('.places').first()).toBeVisible({ timeout: 200 });
  }).toPass();
  await page.context().setOffline(true);
  await page.clock.fastForward('11:00');
  await expect(async () => {
    await page.clock.runFor(1_000);
    await expect(front(page).getByText('断网中，岗位截至')).toBeVisible({ timeout: 200 });
  }).toPass();
  await expect(front(page).locator('.places')).toHaveCount(0);
  await expect(front(page).locator('[data-posting]').first()).toBeVisible();
  await close(page);
});

test('a manifest with a broken signature, and one of last week, change nothing', async ({ browser }) => {
  const screen = named('双屏·右');
  const page = await showing(browser, screen);
  const old = await manifestOf(screen);
  const next = (await manifestOf(screen)).slides
    .filter((slide): slide is JobsSlide => slide.kind === 'jobs')
    .flatMap((slide) => slide.rows)[0];
  await page.route('**/api/screen/manifest*', (route) => route.fulfill({ json: { ...old, version: old.version + 50, demo: false } }));
  await demo.as('admin', 'POST', `/api/postings/${next?.postingId}/places`, { placesLeft: 1 });
  await demo.as('admin', 'POST', `/api/screens/${screen.id}/command`, { command: 'refresh' });
  await page.waitForResponse('**/api/screen/manifest*');
  expect(await version(page)).toBe(old.version);

  // Let it have the newest, then play the older one back to it, whole and signed.
  await page.unroute('**/api/screen/manifest*');
  await expect
    .poll(async () => {
      await demo.as('admin', 'POST', `/api/screens/${screen.id}/command`, { command: 'refresh' });
      return version(page);
    })
    .toBeGreaterThan(old.version);
  const held = await version(page);
  await page.route('**/api/screen/manifest*', (route) => route.fulfill({ json: old }));
  const refused = page.waitForRequest('**/api/screen/health*');
  await demo.as('admin', 'POST', `/api/screens/${screen.id}/command`, { command: 'refresh' });
  expect((await refused).postDataJSON()).toMatchObject({ setAside: [{ why: 'REPLAYED' }, { why: 'HASH_WRONG' }] });
  expect(await version(page)).toBe(held);
  await expect(front(page).locator('.board')).toBeVisible();
  await close(page);
});

test('the safe slate is up at once, and the jobs are back when it is lifted', async ({ browser }) => {
  const screen = named('候车屏');
  const page = await showing(browser, screen);
  const raised = await demo.as('admin', 'POST', '/api/screens/takeovers', {
    kind: 'safe-slate',
    minutes: 10,
    target: { kind: 'screen', screenId: screen.id },
  });
  await expect(page.locator('[data-slate="safe"]')).toBeVisible({ timeout: soonMs });
  const { takeoverId } = (await raised.json()) as { takeoverId: string };
  await demo.as('admin', 'DELETE', `/api/screens/takeovers/${takeoverId}`);
  await expect(page.locator('[data-slate]')).toHaveCount(0, { timeout: soonMs });
  await close(page);
});

test('a screen that is told to show its name proves it by an echo', async ({ browser }) => {
  const screen = named('服务台竖屏');
  const page = await showing(browser, screen);
  const echoed = page.waitForRequest(
    (request) => request.url().includes('/api/screen/presented') && request.postDataJSON().echoes.length > 0,
  );
  const told = (await (await demo.as('admin', 'POST', `/api/screens/${screen.id}/command`, { command: 'identify' })).json()) as {
    commandId: string;
  };
  await expect(page.getByText('这块屏是')).toBeVisible();
  expect((await echoed).postDataJSON().echoes).toEqual([told.commandId]);
  await close(page);
});

test('a revoked screen shows nothing of the station any more, at once', async ({ browser }) => {
  const screen = named('自助求职机');
  const page = await showing(browser, screen);
  // What it would pair itself by again is the demo's own way; a device on a wall has only the code.
  await page.route('**/api/demo/**', (route) => route.fulfill({ status: 403, json: { code: 'NOT_ALLOWED' } }));
  await demo.as('admin', 'POST', `/api/screens/${screen.id}/revoke`, {});
  await expect(page.getByText('这块屏的凭证已被吊销')).toBeVisible({ timeout: soonMs });
  await expect(page.locator('[data-posting]')).toHaveCount(0);
  await expect(page.locator('[data-pairing-code]')).toBeVisible();
  await close(page);
});

test('what is on the glass is known in the studio', async ({ browser }) => {
  const screen = named('院内LED屏');
  const page = await showing(browser, screen);
  const onTheGlass = await version(page);
  await expect.poll(async () => (await listed()).find(({ id }) => id === screen.id)?.presentedVersion).toBeGreaterThanOrEqual(onTheGlass);
  await close(page);
});
