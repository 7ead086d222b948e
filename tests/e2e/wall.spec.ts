import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import type { BrowsePage } from '#server/contract/browse.ts';
import type { PlayerHealth, ScreenForStaff } from '#server/contract/screens.ts';
import type { TakeoverDetail } from '#server/contract/takeovers.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

test.setTimeout(180_000);

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo?.stop();
});

async function keep(page: Page, name: string): Promise<void> {
  const to = process.env.PICTURES_TO;
  if (!to) return;
  await mkdir(to, { recursive: true });
  await page.screenshot({ path: join(to, `${name}.png`) });
}

/** An administrator of the demo gives somebody an address. */
async function give(request: Record<string, unknown>): Promise<{ id: string; path: string }> {
  const answer = await demo.as('admin', 'POST', '/api/outside/links', { label: '出站口广告屏', ...request });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; path: string };
}

/** The demo's week has its first calls; in the small hours of a Monday nothing is drawn yet, and the wall says so. */
const checked = /个属实|本周还没有核对/;

/** Definitions that do not stand whole in their part of the wall. */
const cutWords = (page: Page): Promise<(string | null)[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.means, section h2 small')]
      .filter((words) => {
        const room = words.closest('article, section')?.getBoundingClientRect();
        const own = words.getBoundingClientRect();
        return (
          words.scrollWidth > words.clientWidth + 1 || room === undefined || own.bottom > room.bottom + 1 || own.right > room.right + 1
        );
      })
      .map(({ textContent }) => textContent),
  );

const hang = async (browser: Browser, size: { width: number; height: number }, locale = 'zh-CN') =>
  await (await browser.newContext({ viewport: size, locale })).newPage();

test('a data wall hangs in somebody else’s frame, tells the three numbers first, changes by itself and goes dark when withdrawn', async ({
  browser,
}) => {
  const { id, path } = await give({ kind: 'wall', regionCode: '330102', frameOrigins: ['https://screens.example.cn'] });
  const wall = await hang(browser, { width: 1920, height: 1080 });
  const opened = await wall.goto(`${demo.url}${path}`);
  expect(opened?.headers()['content-security-policy']).toContain("frame-ancestors 'self' https://screens.example.cn");

  await test.step('numbers of today, each with its definition', async () => {
    await expect(wall.locator('[data-figure="people-at-work"]')).toContainText('本人也确认了才算');
    await expect(wall.locator('[data-figure="headcount"] .value b')).not.toHaveText('0', { timeout: 60_000 });
    await expect(wall.locator('[data-figure="wall-truth"]')).toContainText(checked);
    await expect(wall.getByText('演示数据')).toBeVisible();
    await wall.evaluate(() => document.fonts.ready);
    await keep(wall, 'wall-1080');
    expect((await new AxeBuilder({ page: wall }).analyze()).violations).toEqual([]);
    expect(await wall.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1920);
  });

  await test.step('a grab shows up without anybody touching the wall', async () => {
    const grabs = wall.locator('.supply [data-figure="grabs"] .value b');
    // The demo's own morning has been reckoned.
    await expect(grabs).not.toHaveText('0', { timeout: 60_000 });
    const before = Number(await grabs.textContent());
    const { stations } = (await (await fetch(`${demo.url}/api/browse`)).json()) as BrowsePage;
    const station = stations.find(({ name }) => name.includes('城站'))?.id;
    const { jobs } = (await (await fetch(`${demo.url}/api/browse?station=${station}`)).json()) as BrowsePage;
    const entered = await demo.as('clerk', 'POST', '/api/grabs/desk', { postingId: jobs[0]?.id, phone: '10099999999' });
    expect(entered.status).toBe(201);
    await expect(grabs).toHaveText(String(before + 1), { timeout: 60_000 });
  });

  await test.step('on other glass', async () => {
    for (const [name, size, locale] of [
      ['wall-wide', { width: 5120, height: 1440 }, 'zh-CN'],
      ['wall-2160', { width: 3840, height: 2160 }, 'zh-CN'],
      ['wall-en', { width: 1920, height: 1080 }, 'en'],
    ] as const) {
      const other = await hang(browser, size, locale);
      await other.goto(`${demo.url}${path}`);
      await expect(other.locator('[data-figure="people-at-work"]')).toBeVisible();
      await other.evaluate(() => document.fonts.ready);
      expect(await cutWords(other), name).toEqual([]);
      await keep(other, name);
      await other.context().close();
    }
  });

  await test.step('withdrawn, it opens nothing', async () => {
    expect((await demo.as('admin', 'DELETE', `/api/outside/links/${id}`)).status).toBe(204);
    expect((await wall.goto(`${demo.url}${path}`))?.status()).toBe(404);
  });
});

test('a station’s board goes round in a frame, and the studio shows the same numbers as tables', async ({ browser }) => {
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as { id: string; stationName: string }[];
  const { path } = await give({ kind: 'board', screenId: screens[0]?.id });
  const board = await hang(browser, { width: 1920, height: 1080 });
  const opened = await board.goto(`${demo.url}${path}`);
  expect(opened?.headers()['content-security-policy']).toMatch(/frame-ancestors 'self'(;|$)/);
  await expect(board.locator('.board')).toBeVisible({ timeout: 30_000 });
  await keep(board, 'board-outside');

  const studio = await hang(browser, { width: 1440, height: 900 });
  const tab = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'admin' }),
  });
  const { token } = (await tab.json()) as { token: string };
  await studio.goto(`${demo.url}/studio/insight#demo=${token}`);
  await expect(studio.locator('[data-figure="people-at-work"]')).toContainText('上岗');
  await expect(studio.locator('[data-figure="wall-truth"]')).toContainText(checked);
  await keep(studio, 'insight');
  await studio.getByRole('link', { name: '班组' }).click();
  await expect(studio.getByText('城站拉包侠')).toBeVisible();
  await keep(studio, 'teams');
  await studio.getByRole('link', { name: '外部展示与域名' }).click();
  await expect(studio.getByText('出站口广告屏').first()).toBeVisible();
  await keep(studio, 'outside');
});

test('a paired device that draws numbers is a screen as any other: it beats, is taken over and answers, and starts without a network', async ({
  browser,
}) => {
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];
  const screen = screens.find(({ glass }) => glass.name === '西广场大屏');
  if (!screen) throw new Error('the demo has no such screen');
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, baseURL: demo.url, locale: 'zh-CN' });
  const page = await context.newPage();
  const figure = page.locator('[data-figure="people-at-work"]');

  await test.step('its beats say what is drawn', async () => {
    const told = page.waitForRequest(
      (asked) => asked.url().includes('/api/screen/health') && ((asked.postDataJSON() as PlayerHealth).pixels?.spread ?? 0) > 0.01,
      { timeout: 60_000 },
    );
    await page.goto(`/wall?as=${screen.id}`);
    await expect(page).toHaveURL(/\/screen\/\?.*wall/);
    await expect(figure).toBeVisible({ timeout: 45_000 });
    await told;
  });

  await test.step('a notice stands over the numbers, and the glass says so', async () => {
    const raised = await demo.as('admin', 'POST', '/api/screens/takeovers', {
      ...{ kind: 'notice', message: '请从东门撤离', minutes: 5, drill: true },
      target: { kind: 'screen', screenId: screen.id },
    });
    const { takeoverId } = (await raised.json()) as { takeoverId: string };
    await expect(page.locator('[data-slate="notice"]')).toContainText('请从东门撤离');
    await expect
      .poll(async () => {
        const answer = await demo.as('admin', 'GET', `/api/screens/takeovers/${takeoverId}/report`);
        return ((await answer.json()) as TakeoverDetail).figures.answered;
      })
      .toBe(1);
    await demo.as('admin', 'DELETE', `/api/screens/takeovers/${takeoverId}`);
    await expect(page.locator('[data-slate]')).toHaveCount(0);
    await expect(figure).toBeVisible();
  });

  await test.step('switched on without a network it shows the numbers that it has kept, and says of when they are', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    // A device that is switched on opens its start address, not what it last stood on.
    await page.goto('about:blank');
    await page.goto(`/screen/?wall&as=${screen.id}`);
    await expect(figure).toBeVisible({ timeout: 45_000 });
    await expect(page.locator('header .offline')).toBeVisible();
  });
  await context.close();
});
