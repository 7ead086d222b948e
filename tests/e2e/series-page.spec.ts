import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

const run = promisify(execFile);
test.setTimeout(180_000);

let demo: DemoServer;
let dir: string;
test.beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangbo-series-'));
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo?.stop();
  await rm(dir, { recursive: true, force: true });
});

async function keep(page: Page, name: string): Promise<void> {
  const to = process.env.PICTURES_TO;
  if (!to) return;
  await mkdir(to, { recursive: true });
  await page.screenshot({ path: join(to, `${name}.png`), fullPage: true });
}

test('a series gets a picture, and its page and every episode show it', async ({ browser }) => {
  const series = {
    ...{ name: '每周直播带岗', regionCode: '330102', weekdays: ['TU', 'FR'], everyWeeks: 1, startTime: '14:30', minutes: 120 },
    ...{ startsOn: new Date().toISOString().slice(0, 10), onHoliday: 'hold', onSwapped: 'usual', hostName: '小赵' },
    ...{ organiser: '城站零工市场', titlePattern: '每周直播带岗 第{n}期' },
  };
  expect((await demo.as('host', 'POST', '/api/shows', series)).status).toBe(201);
  const tab = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await tab.json()) as { token: string };
  const studio = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage();
  await studio.goto(`${demo.url}/studio/live/series#demo=${token}`);
  const card = studio.locator('[data-show]', { hasText: '每周直播带岗' });

  await test.step('what is no picture is refused in words, and an upright photograph is cut to the series’ shape', async () => {
    const file = join(dir, 'upright.png');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1200x1600', '-frames:v', '1', file]);
    const input = card.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await expect(studio.getByText('这张图片打不开')).toBeVisible();
    await input.setInputFiles(file);
    await expect(card.locator('[data-picture=set] img')).toBeVisible();
    await keep(studio, 'series-studio');
  });

  const address = (await card.getByRole('link', { name: '栏目页' }).getAttribute('href')) ?? '';
  const phone = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();

  await test.step('the page works without a script, on a narrow phone and with a screen reader', async () => {
    await phone.goto(address);
    const picture = phone.locator('img.poster');
    await expect(picture).toBeVisible();
    expect(await picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([1280, 720]);
    await expect(phone.getByText('周二、周五 14:30 · 约 120 分钟')).toBeVisible();
    await expect(phone.locator('[data-next]').first()).toContainText('每周直播带岗');
    const calendar = await phone.request.get(demo.url + (await phone.getByRole('link', { name: '订阅到日历' }).getAttribute('href')));
    expect(await calendar.text()).toContain('BEGIN:VEVENT');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect((await new AxeBuilder({ page: phone }).analyze()).violations).toEqual([]);
    await keep(phone, 'series-page');
  });

  await test.step('an episode shows it too, leads back, and can be reminded of', async () => {
    await phone.locator('[data-next] a.title').first().click();
    await expect(phone.locator('img.poster')).toBeVisible();
    await keep(phone, 'series-episode');
    await phone.getByRole('link', { name: '《每周直播带岗》全部期次' }).click();
    await phone.locator('[data-next]').first().getByRole('link', { name: '开播前短信提醒我' }).click();
    await expect(phone.locator('#phone')).toBeVisible();
  });

  await test.step('the drawn poster has it above the facts, and its code still opens the show', async () => {
    await card.getByRole('link', { name: '海报', exact: false }).click();
    const canvas = studio.locator('[data-poster=ready]');
    await expect(canvas).toBeVisible();
    expect(await canvas.evaluate((drawn: HTMLCanvasElement) => [drawn.width, drawn.height])).toEqual([1080, 1600 + 608]);
    expect(await readCodes(await canvas.screenshot())).toHaveLength(1);
    await keep(studio, 'series-poster');
  });
});
