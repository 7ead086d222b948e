import { type Browser, expect, type Page } from '@playwright/test';
import type { BrowsePage } from '#server/contract/browse.ts';
import type { ScreenForStaff } from '#server/contract/screens.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

// One walk from a series to its countdown and its cancellation: nothing in it waits longer than a turn of a wall's slides.
test.setTimeout(240_000);

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo?.stop());

const zone = 'Asia/Shanghai';
/** Where the demo's host holds shows. */
const hostRegion = '330102';

async function openStudio(browser: Browser, path: string): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${demo.url}/studio${path}#demo=${token}`);
  return page;
}

/** A wall that takes shows. */
async function openWall(browser: Browser): Promise<Page> {
  const screens = (await (await demo.as('admin', 'GET', '/api/screens')).json()) as ScreenForStaff[];
  const screen = screens.find(
    ({ station, glass }) =>
      station.regionCode === hostRegion && glass.liveMode !== 'off' && glass.widthPx > glass.heightPx && glass.widthPx / glass.heightPx < 3,
  );
  if (!screen) throw new Error('no wall of the demo takes a show');
  const { widthPx: width, heightPx: height } = screen.glass;
  const page = await (await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })).newPage();
  await page.goto(`${demo.url}/screen/?as=${screen.id}`);
  return page;
}

/** 40 minutes from now, as a clerk types it. */
function soon(): { at: Date; time: string; weekday: string } {
  const at = new Date(Math.ceil((Date.now() + 40 * 60_000) / 60_000) * 60_000);
  const part = (options: Intl.DateTimeFormatOptions) => at.toLocaleString('zh-CN', { timeZone: zone, ...options });
  return { at, time: part({ hour: '2-digit', minute: '2-digit', hour12: false }), weekday: part({ weekday: 'short' }) };
}

const onWall = (wall: Page) => wall.locator('.layer[aria-hidden="false"]');

test('a series has its episode, the episode its rundown, the wall its countdown, and says 停播 when it is off', async ({ browser }) => {
  const studio = await openStudio(browser, '/live/series');
  const { at, time, weekday } = soon();

  await test.step('a weekly series is begun, and its dates are seen before it is saved', async () => {
    await studio.getByRole('button', { name: '新建栏目' }).click();
    const form = studio.locator('#series-form');
    await form.getByLabel('栏目名称').fill('每周直播带岗');
    for (const day of ['周一', '周二', '周三', '周四', '周五', '周六', '周日'])
      await form.getByLabel(day, { exact: true }).setChecked(day === weekday);
    await form.getByLabel('几点开播').fill(time);
    await form.getByLabel('时长（分钟）').fill('20');
    await form.getByLabel('遇到节假日').selectOption('hold');
    await form.getByLabel('主播称呼').fill('小赵');
    await form.getByLabel('主办单位').fill('城站零工市场');
    await form.getByLabel('每期标题').fill('每周直播带岗 第{n}期');
    await expect(form.locator('[data-dates] li')).toHaveCount(8);
    await studio.getByRole('button', { name: '保存' }).click();
    await expect(studio.locator('[data-show]', { hasText: '每周直播带岗' })).toContainText(time);
  });

  const wall = await openWall(browser);

  await test.step('its first episode is filled by search, keys and drag', async () => {
    await studio.locator('main a[href="/studio/live"]').click();
    await studio.getByRole('link', { name: '每周直播带岗 第1期' }).click();
    const search = studio.getByRole('combobox', { name: /^加岗位/ });
    const { jobs } = (await (await fetch(`${demo.url}/api/browse`)).json()) as BrowsePage;
    for (const [rows, job] of jobs.slice(0, 2).entries()) {
      await search.fill(String(job.number));
      const found = studio.locator(`#found-${job.id}`);
      await expect(found).toBeVisible();
      while ((await found.getAttribute('aria-selected')) !== 'true') await search.press('ArrowDown');
      await search.press('Enter');
      await expect(studio.locator('[data-item]')).toHaveCount(rows + 1);
    }
    await studio.getByRole('button', { name: '＋开场' }).click();
    await expect(studio.locator('[data-item]')).toHaveCount(3);
    const order = () => studio.locator('[data-item]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-item')));
    const [first, second, opening] = await order();
    await studio.locator(`[data-item="${opening}"]`).dragTo(studio.locator(`[data-item="${first}"]`), { sourcePosition: { x: 12, y: 12 } });
    await expect.poll(order).toEqual([opening, first, second]);
    await studio.locator(`[data-entry="${second}"]`).press('Alt+ArrowUp');
    await expect.poll(order).toEqual([opening, second, first]);
    await expect(studio.locator(`[data-entry="${second}"]`)).toBeFocused();
  });

  await test.step('minutes, guests and prompts are planned, and too much is said to be', async () => {
    await studio.getByRole('button', { name: '改时长、嘉宾、提词' }).first().click();
    await studio.getByLabel('提词', { exact: true }).fill('先问好，再报驿站电话');
    await studio.getByLabel('嘉宾', { exact: true }).fill('王主任');
    await studio.getByLabel('计划分钟').fill('15');
    await studio.getByLabel('提词', { exact: true }).click();
    await expect(studio.locator('[data-total="25"]')).toHaveClass(/over/);
  });

  await test.step('a substitute is named for this date alone', async () => {
    await studio.getByRole('button', { name: '改标题、主播' }).click();
    await studio.getByLabel('主播称呼').fill('小钱');
    await studio.getByRole('button', { name: '保存' }).click();
    await expect(studio.getByText('小钱 · 城站零工市场')).toBeVisible();
  });

  await test.step('it prints on a sheet', async () => {
    await studio.getByRole('link', { name: '打印串联单' }).click();
    const sheet = studio.locator('[data-sheet]');
    for (const words of ['先问好，再报驿站电话', '王主任', '开场', time]) await expect(sheet).toContainText(words);
    const pdf = await studio.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
    await studio.goBack();
  });

  await test.step('the poster opens the show’s page, which counts down', async () => {
    await studio.getByRole('link', { name: '海报' }).click();
    await expect(studio.locator('[data-poster=ready]')).toBeVisible();
    const [code] = await readCodes(await studio.locator('canvas').screenshot());
    const phone = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
    await phone.goto(code ?? '');
    await expect(phone.locator('[data-before=countdown]')).toContainText('还有');
    const calendar = await phone.request.get(demo.url + (await phone.getByRole('link', { name: '添加到日历' }).getAttribute('href')));
    expect(calendar.headers()['content-type']).toContain('text/calendar');
    expect(await calendar.text()).toContain(`DTSTART:${at.toISOString().replace(/[-:]|\.\d+/g, '')}`);
    await phone.getByRole('link', { name: '开播前短信提醒我' }).click();
    await phone.locator('#phone').fill('13912345678');
    await phone.getByRole('button', { name: '发验证码' }).click();
    await phone.getByLabel('6 位验证码').fill(await demo.lastCode());
    // Six digits send themselves (phone.js).
    await expect(phone.locator('[data-reminder=set]')).toContainText('139****5678');
    await phone.getByRole('button', { name: '取消提醒' }).click();
    await expect(phone.getByText('提醒已取消')).toBeVisible();
    await phone.context().close();
    await studio.goBack();
  });

  const countdown = onWall(wall).locator('[data-coming=countdown]');
  await test.step('the wall counts down among its jobs, with a code', async () => {
    await expect(countdown).toBeVisible({ timeout: 90_000 });
    await expect(countdown).toContainText('每周直播带岗 第1期');
    const shown = (await countdown.locator('h2').textContent())?.match(/(\d+):(\d+)/);
    const left = (Number(shown?.[1]) * 60 + Number(shown?.[2])) * 1000;
    expect(Math.abs(at.getTime() - Date.now() - left)).toBeLessThan(10_000);
    expect(await readCodes(await wall.screenshot())).toContainEqual(expect.stringMatching(/\/j\/[0-9A-HJKMNP-TV-Z]{8}$/));
  });

  await test.step('one press, and wall and footer say 停播 with the reason', async () => {
    await studio.getByRole('button', { name: '停播这一期' }).click();
    await studio.getByLabel('停播原因（写在大屏上）').fill('主播生病');
    await studio.getByRole('button', { name: '确定停播' }).click();
    await expect(studio.locator('[data-off]')).toContainText('主播生病');
    await expect(countdown).toHaveCount(0, { timeout: 20_000 });
    await expect(onWall(wall).locator('[data-coming=off]')).toContainText('停播', { timeout: 90_000 });
    await expect(onWall(wall).locator('[data-coming=off]')).toContainText('主播生病');
    await expect(onWall(wall).locator('[data-show=off]')).toContainText('直播停播');
  });
  for (const page of [studio, wall]) await page.context().close();
});
