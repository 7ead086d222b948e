import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import type { Trace } from '#server/contract/proofs.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import type { TakeoverDetail } from '#server/contract/takeovers.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

let demo: DemoServer;
let screen: ScreenForStaff;

test.beforeAll(async () => {
  demo = await startDemo();
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];
  const found = screens.find(({ glass }) => glass.name === '服务台竖屏');
  if (!found) throw new Error('the demo has no screen 服务台竖屏');
  screen = found;
});
test.afterAll(() => demo?.stop());

async function wall(browser: Browser): Promise<Page> {
  const { widthPx, heightPx } = screen.glass;
  const context = await browser.newContext({ viewport: { width: widthPx, height: heightPx }, baseURL: demo.url, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`/screen/?as=${screen.id}`);
  await expect(page.locator('.layer.front.up .board')).toBeVisible({ timeout: 60_000 });
  return page;
}

async function studio(browser: Browser, path: string): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'clerk' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, baseURL: demo.url, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`/studio${path}#demo=${token}`);
  await expect(page.locator('main h1').first()).toBeVisible({ timeout: 60_000 });
  return page;
}

async function axe(page: Page): Promise<void> {
  // The demo's watermark is faint on purpose; the same words stand solid beside it.
  const { violations } = await new AxeBuilder({ page }).exclude('.mark').analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

test('what stood on a wall is proved by it, and leads back to who wrote and approved it', async ({ browser }) => {
  const page = await wall(browser);
  const first = page.locator('.layer.front.up [data-posting]').first();
  const postingId = await first.getAttribute('data-posting');
  const number = await first.getAttribute('data-number');
  const at = new Date().toISOString();
  // A page that stands alone goes on standing: something has to come over it before it is a play. What is over is sent with the next word to the server.
  const drill = { kind: 'safe-slate', minutes: 1, drill: true, target: { kind: 'screen', screenId: screen.id } };
  const raised = await demo.as('clerk', 'POST', '/api/screens/takeovers', drill);
  const { takeoverId } = (await raised.json()) as { takeoverId: string };
  await expect(page.locator('[data-slate]')).toBeVisible();
  await demo.as('clerk', 'DELETE', `/api/screens/takeovers/${takeoverId}`);
  const traced = async (when: string) =>
    ((await (await demo.as('clerk', 'GET', `/api/proofs/trace?screen=${screen.id}&at=${when}&number=${number}`)).json()) as Trace).rows
      .length;
  const minuteBefore = new Date(Date.parse(at) - 60_000).toISOString();
  let found = at;
  await expect(async () => {
    await demo.as('clerk', 'POST', `/api/screens/${screen.id}/command`, { command: 'refresh' });
    found = (await traced(at)) > 0 ? at : minuteBefore;
    expect(await traced(found)).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  const desk = await studio(browser, `/trace?screen=${screen.id}&at=${found}&number=${number}`);
  const row = desk.locator(`tr[data-posting="${postingId}"]`);
  await expect(row).toBeVisible();
  await expect(desk.getByText('内容在，与存证一致').first()).toBeVisible();
  await expect(desk.locator('.glass .board')).toBeVisible();
  await axe(desk);
  await row.getByRole('link').first().click();
  await expect(desk.getByText('上过哪些屏')).toBeVisible();
  await desk.context().close();
  await page.context().close();
});

test('a drill says on the glass that it is one, and the glass answers for itself', async ({ browser }) => {
  const page = await wall(browser);
  const raised = await demo.as('clerk', 'POST', '/api/screens/takeovers', {
    kind: 'notice',
    message: '防汛演练：请跟工作人员到二楼',
    minutes: 5,
    drill: true,
    target: { kind: 'screen', screenId: screen.id },
  });
  const { takeoverId } = (await raised.json()) as { takeoverId: string };
  await expect(page.locator('[data-slate="notice"][data-drill="true"]')).toBeVisible({ timeout: 10_000 });
  await expect(page.locator('.urgent')).toContainText('演练');
  await expect(async () => {
    const report = (await (await demo.as('clerk', 'GET', `/api/screens/takeovers/${takeoverId}/report`)).json()) as TakeoverDetail;
    expect(report.glass.find(({ screenId }) => screenId === screen.id)?.afterMs ?? -1).toBeGreaterThanOrEqual(0);
  }).toPass({ timeout: 15_000 });
  const desk = await studio(browser, '/takeovers');
  await expect(desk.getByRole('cell', { name: /防汛演练/ })).toBeVisible();
  await axe(desk);
  await demo.as('clerk', 'DELETE', `/api/screens/takeovers/${takeoverId}`);
  await expect(page.locator('[data-slate]')).toHaveCount(0, { timeout: 10_000 });
  await desk.context().close();
  await page.context().close();
});
