import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, expect, type Page } from '@playwright/test';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

// A trace is a picture of every page many times a second: on two cores it would be the load that is measured.
test.use({ trace: 'off' });
test.setTimeout(300_000);

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo?.stop());

/** Where a person may look at what was judged. */
const looked = process.env.PICTURES_TO;
async function keep(page: Page, name: string): Promise<void> {
  if (!looked) return;
  await mkdir(looked, { recursive: true });
  await page.screenshot({ path: join(looked, `${name}.png`) });
}

async function openStudio(browser: Browser, path: string, role: 'host' | 'admin'): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({
    locale: 'zh-CN',
    permissions: ['camera', 'microphone'],
    viewport: { width: 1366, height: 768 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  await page.goto(`${demo.url}/studio${path}#demo=${token}`);
  return page;
}

interface Probed {
  streams: { codec_type: string; width?: number; height?: number }[];
  packets: { codec_type: string; pts_time: string }[];
}

/** A frame of what a video element shows, in the program's own pixels, as PNG. */
async function frameOf(page: Page): Promise<Buffer> {
  const data = await page.evaluate(async () => {
    const video = document.querySelector('video');
    if (!video) throw new Error('no picture');
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(data, 'base64');
}
const sizeOf = (page: Page) =>
  page.evaluate(() => [document.querySelector('video')?.videoWidth, document.querySelector('video')?.videoHeight]);

test('one host runs an upright show from the keyboard, with a clean window and a recording of its own', async ({ browser }) => {
  const { episodeId, showSlug } = (await (await fetch(`${demo.url}/api/demo/story`)).json()) as { episodeId: string; showSlug: string };
  const studio = await openStudio(browser, `/live/${episodeId}`, 'admin');
  const number = () => studio.locator('[data-current]').getAttribute('data-current');

  await test.step('the devices and the line are checked', async () => {
    await studio.getByRole('button', { name: '摄像头', exact: true }).click();
    await expect(studio.getByText('摄像头有画面')).toBeVisible();
    // The fake microphone beeps.
    await expect(studio.locator('[data-level]')).toHaveAttribute('data-level', /good|loud/);
    await studio.getByRole('button', { name: /开始检查/ }).click();
    await expect(studio.locator('[data-verdict]')).toHaveAttribute('data-verdict', /ready|lossy/, { timeout: 60_000 });
    await expect(studio.getByText(/上传 [\d.]+ Mbit\/s/)).toBeVisible();
    await keep(studio, 'check-zh');
  });

  await test.step('the canvas is upright, and stays so', async () => {
    await studio.getByText('竖屏（抖音、视频号）').click();
    await expect.poll(() => sizeOf(studio)).toEqual([720, 1280]);
    await studio.getByRole('button', { name: '开播', exact: true }).click();
    await expect(studio.getByText('画面已送出')).toBeVisible({ timeout: 60_000 });
    await expect(studio.getByText('画面尺寸')).toHaveCount(0);
  });

  await test.step('a link of the studio opens beside the show, and nothing else leads away from it', async () => {
    const [beside] = await Promise.all([studio.waitForEvent('popup'), studio.getByRole('link', { name: '系统状态' }).click()]);
    await expect(beside).toHaveURL(/\/studio\/system$/);
    await beside.close();
    await expect(studio.getByText('画面已送出')).toBeVisible();
    await expect(studio.getByRole('button', { name: 'English' })).toBeDisabled();
  });

  await test.step('layouts by key, with the pictures there are', async () => {
    await expect(studio.getByRole('button', { name: /^两人/ })).toBeDisabled();
    await studio.getByRole('button', { name: '加第二摄像头' }).click();
    await expect(studio.getByRole('button', { name: /^两人/ })).toBeEnabled();
    for (const [key, name] of [
      ['2', /^两人/],
      ['5', /^整页岗位/],
      ['1', /^主播/],
    ] as const) {
      await studio.keyboard.press(key);
      await expect(studio.getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true');
      await expect.poll(async () => (await readCodes(await frameOf(studio))).length).toBe(1);
      await keep(studio, `desk-layout-${key}`);
    }
  });

  await test.step('the code in the picture is the job’s, and its phone hears of it', async () => {
    const phone = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
    await phone.goto(`${demo.url}/live/${showSlug}`);
    const here = await number();
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', here ?? '');
    await studio.keyboard.press('p');
    await expect(studio.locator('[data-pinned]')).toHaveAttribute('data-pinned', here ?? '');
    await studio.keyboard.press('Space');
    await expect(studio.locator('[data-current]')).not.toHaveAttribute('data-current', here ?? '');
    // The talk has gone on; the card has not, in the picture or on the phone.
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', here ?? '');
    await keep(studio, 'desk-pinned');
    // As under Caps Lock.
    await studio.keyboard.press('P');
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', (await number()) ?? '', { timeout: 30_000 });
    await phone.close();
  });

  await test.step('a job is put in at once, and marked as filled', async () => {
    const before = await number();
    const { jobs } = (await (await fetch(`${demo.url}/api/browse`)).json()) as { jobs: { number: number; placesLeft: number }[] };
    const wanted = String(jobs.find((job) => String(job.number) !== before && job.placesLeft > 0)?.number);
    await studio.keyboard.press('i');
    await studio.locator('dialog[open] input').fill(wanted);
    await expect(studio.locator('#insert-found [aria-selected=true] .number')).toHaveText(wanted);
    await studio.keyboard.press('Enter');
    await expect(studio.locator('[data-current]')).toHaveAttribute('data-current', wanted);
    await studio.keyboard.press('f');
    await expect(studio.getByRole('button', { name: '招满了' })).toBeFocused();
    await studio.keyboard.press('Enter');
    await expect(studio.locator('[data-current]')).toContainText('已招满');
  });

  await test.step('every key stands on the map', async () => {
    await studio.keyboard.press('?');
    const onPage = ['下一个', '钉住卡片', '插播岗位', '标记招满', '整页岗位', '倒数 3-2-1', '节目窗口'];
    const elsewhere = ['上提词的下一句', '开始、停止转推', '共享屏幕', '下一位嘉宾上台', '下播', '移出', '放行', '看号码'];
    for (const words of [...onPage, ...elsewhere]) {
      await expect(studio.locator('[data-key-map]')).toContainText(words);
    }
    await keep(studio, 'keys');
    await studio.keyboard.press('Escape');
  });

  await test.step('the clean window shows the picture alone, without a code, and survives a reload of either', async () => {
    const [clean] = await Promise.all([studio.waitForEvent('popup'), studio.keyboard.press('w')]);
    await expect.poll(() => sizeOf(clean)).toEqual([720, 1280]);
    await expect(clean.locator('.stage')).toHaveAttribute('data-code', 'false');
    const moves = async () => {
      const at = () => clean.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
      const before = await at();
      await expect.poll(at).toBeGreaterThan(before + 0.5);
    };
    await moves();
    expect(await readCodes(await clean.screenshot())).toEqual([]);
    await keep(clean, 'clean-window');
    await studio.bringToFront();
    await studio.getByText('窗口里显示').click();
    await studio.getByRole('checkbox', { name: '二维码' }).check();
    await expect.poll(async () => (await readCodes(await clean.screenshot())).length).toBe(1);
    await clean.reload();
    await expect.poll(() => sizeOf(clean)).toEqual([720, 1280]);
    await moves();

    studio.on('dialog', (dialog) => void dialog.accept());
    await studio.reload();
    await studio.getByRole('button', { name: '测试画面' }).click();
    await studio.getByRole('button', { name: '继续直播' }).click();
    await expect(studio.getByText('画面已送出')).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => sizeOf(studio)).toEqual([720, 1280]);
    await moves();
    await clean.close();
  });

  await test.step('what was said stands on this machine, from before the reload too, and plays', async () => {
    await expect(studio.locator('[data-local-recording]')).toContainText(/[1-9][\d.]* MB/, { timeout: 30_000 });
    await studio.getByRole('button', { name: '下播' }).click();
    await studio.getByRole('button', { name: '结束直播' }).click();
    await studio.getByText('本机录像').click();
    await expect(studio.locator('[data-kept]')).toHaveCount(2);
    for (const which of [0, 1]) {
      const [download] = await Promise.all([
        studio.waitForEvent('download'),
        studio.locator('[data-kept]').nth(which).getByRole('button', { name: '存成文件' }).click(),
      ]);
      const probe = ['-v', 'error', '-show_entries', 'stream=codec_type,width,height:packet=codec_type,pts_time', '-of', 'json'];
      const { stdout } = await promisify(execFile)('ffprobe', [...probe, await download.path()], { maxBuffer: 64 * 1024 * 1024 });
      const { streams, packets } = JSON.parse(stdout) as Probed;
      expect(streams.find(({ codec_type }) => codec_type === 'video')).toMatchObject({ width: 720, height: 1280 });
      // Two seconds at least of each, whatever the machine was busy with.
      for (const kind of ['video', 'audio']) {
        const times = packets.filter(({ codec_type }) => codec_type === kind).map(({ pts_time }) => Number(pts_time));
        expect(Math.max(...times) - Math.min(...times), kind).toBeGreaterThan(2);
      }
    }
    await studio.locator('[data-kept]').first().getByRole('button', { name: '删除' }).click();
    await expect(studio.locator('[data-kept]')).toHaveCount(1);
  });
});
