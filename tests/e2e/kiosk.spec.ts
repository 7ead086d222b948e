import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

let demo: DemoServer;
let kiosk: ScreenForStaff;

test.beforeAll(async () => {
  demo = await startDemo();
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];
  const found = screens.find(({ glass }) => glass.kind === 'kiosk' && glass.touch);
  if (!found) throw new Error('the demo has no kiosk');
  kiosk = found;
});
test.afterAll(() => demo?.stop());

async function touched(browser: Browser): Promise<Page> {
  const { widthPx: width, heightPx: height } = kiosk.glass;
  const context = await browser.newContext({ viewport: { width, height }, baseURL: demo.url, locale: 'zh-CN', hasTouch: true });
  const page = await context.newPage();
  // From the start: a timer that began by the device's own clock would outlive whoever clears it by another.
  await page.clock.install();
  // The stable address for whoever sets a kiosk up: the player of that screen is the kiosk.
  await page.goto(`/kiosk?as=${kiosk.id}`);
  await expect(page.locator('.glass[data-phase=board]')).toHaveAttribute('data-connected', 'true', { timeout: 60_000 });
  await page.getByRole('button', { name: '点一下屏幕' }).tap();
  await expect(room(page, 'home')).toBeVisible();
  return page;
}

const room = (page: Page, name: string) => page.locator(`[data-kiosk=${name}]`);
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).tap();

test('a person finds a job by trade, takes it to a phone, walks away, and the next one sees nothing of it', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await touched(browser);
  const address = page.url();
  const entries = await page.evaluate(() => history.length);

  await press(page, '按工种找');
  const trade = page.locator('.trades button').first();
  const name = (await trade.locator('span').first().textContent()) ?? '';
  await trade.tap();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.locator('[data-job]').first().tap();
  const code = page.locator('[data-job-open] [data-qr]');
  await expect(code).toBeVisible();
  const url = (await code.getAttribute('data-qr')) ?? '';
  expect(await readCodes(await page.screenshot())).toEqual([url]);
  expect((await new AxeBuilder({ page }).include('.kiosk').analyze()).violations).toEqual([]);

  // The phone opens just this job, and knows on which glass it was.
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })).newPage();
  await phone.goto(url);
  await expect(phone.getByText(kiosk.glass.name)).toBeVisible();
  await expect(phone.getByText(name).first()).toBeVisible();
  await phone.context().close();

  await press(page, '我要报名');
  for (const digit of '13900000456') await page.getByRole('button', { name: digit, exact: true }).tap();
  await expect(page.locator('output')).toHaveText('139 0000 0456');

  // Walks away: asked, not answered, gone.
  await page.clock.fastForward(61_000);
  await expect(page.getByRole('alertdialog', { name: '还在吗？' })).toBeVisible();
  await page.clock.fastForward(20_000);
  await expect(page.locator('.kiosk')).toHaveCount(0);
  await expect(page.getByRole('button', { name: '点一下屏幕' })).toBeVisible();

  const left = await page.evaluate(async () => ({
    document: document.documentElement.outerHTML,
    kept: JSON.stringify({ ...localStorage, ...sessionStorage }),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name: database }) => database),
    entries: history.length,
  }));
  expect(left.document + left.kept + left.cookies).not.toMatch(/13900000456|139 0000 0456/);
  // The player's own: what it plays, its files, its proofs.
  expect(left.databases).toEqual(['gangbo-files', 'gangbo-player', 'gangbo-plays']);
  expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'gangbo_seeker' }));
  expect(left.entries).toBe(entries);

  // There is no page to go back to, and the next one begins at the beginning.
  expect(page.url()).toBe(address);
  await press(page, '点一下屏幕');
  await expect(room(page, 'home')).toBeVisible();
  await expect(page.locator('output, [data-job]')).toHaveCount(0);
  await page.context().close();
});

test('no key, menu or link leads out of any room', async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await touched(browser);
  const address = page.url();
  const opened: string[] = [];
  page.context().on('page', (other) => opened.push(other.url()));
  const menus = await page.evaluate(() => {
    const fire = (event: Event) => !(document.querySelector('.kiosk')?.dispatchEvent(event) ?? true);
    const init = { bubbles: true, cancelable: true };
    return [
      fire(new MouseEvent('contextmenu', init)),
      fire(new Event('dragstart', init)),
      fire(new Event('selectstart', init)),
      fire(new KeyboardEvent('keydown', { ...init, key: 'F12' })),
      fire(new KeyboardEvent('keydown', { ...init, key: 'l', ctrlKey: true })),
      fire(new WheelEvent('wheel', { ...init, ctrlKey: true })),
      window.open('https://example.com') === null,
    ];
  });
  expect(menus).toEqual([true, true, true, true, true, true, true]);

  for (const tile of ['一键找活', '按工种找', '离这里近的', '工资高的', '搜一搜', '一键读政策', '一键培训', '维权电话']) {
    await press(page, tile);
    await expect(room(page, 'home')).toHaveCount(0);
    // Deeper, where there is something to press.
    const first = page.locator('main [data-job], main li .key').first();
    if (await first.isVisible()) await first.tap();
    const ways = await page.evaluate(() =>
      [...document.querySelectorAll('a[href], form, iframe, input, video, [target]')].map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(ways, tile).toEqual([]);
    await press(page, '首页');
  }
  expect(page.url()).toBe(address);
  expect(opened).toEqual([]);
  await page.context().close();
});
