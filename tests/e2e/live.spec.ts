import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
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

interface Story {
  episodeId: string;
  showSlug: string;
}
const story = async (): Promise<Story> => (await fetch(`${demo.url}/api/demo/story`)).json() as Promise<Story>;

async function openStudio(browser: Browser, path: string): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({
    locale: 'zh-CN',
    permissions: ['camera', 'microphone'],
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${demo.url}/studio${path}#demo=${token}`);
  return page;
}

async function openPhone(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await page.goto(demo.url + path);
  return page;
}

/** Which path a busy machine ends on is the ladder's business; each by itself is proved in tests/integration/media. */
const moves = (page: Page, path: RegExp) =>
  test.step(`pictures move over ${path.source}`, async () => {
    await expect(page.locator('.picture')).toHaveAttribute('data-path', path, { timeout: 60_000 });
    const position = () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
    const before = await position();
    await expect.poll(position).toBeGreaterThan(before + 1);
  });

const replays = (page: Page) =>
  test.step('the recording plays', async () => {
    const video = page.locator('[data-replay]');
    const position = () => video.evaluate((element: HTMLVideoElement) => element.currentTime);
    await video.evaluate((element: HTMLVideoElement) => {
      element.muted = true;
      return element.play();
    });
    const before = await position();
    await expect.poll(position, { timeout: 30_000 }).toBeGreaterThan(before + 1);
  });

/** Calls back in the page once the code in the picture's own pixels is another one. */
async function watchCode(page: Page): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector('video');
    if (!video) throw new Error('no picture');
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 64;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const read = (): boolean[] => {
      // Where the compositor puts the code: the lower right corner above the card.
      const { videoWidth: width, videoHeight: height } = video;
      context?.drawImage(video, width * 0.8, height * 0.4, width * 0.15, height * 0.36, 0, 0, 64, 64);
      const data = context?.getImageData(0, 0, 64, 64).data ?? new Uint8ClampedArray();
      return Array.from({ length: 64 * 64 }, (_, index) => (data[index * 4] ?? 0) > 128);
    };
    const first = read();
    const look = () => {
      const now = read();
      const different = now.filter((dark, index) => dark !== first[index]).length / now.length;
      if (different > 0.06) document.body.dataset.codeChanged = 'yes';
      else video.requestVideoFrameCallback(look);
    };
    delete document.body.dataset.codeChanged;
    video.requestVideoFrameCallback(look);
  });
}

/** Its words within the picture's own box: it stands for some seconds only, so both are looked at in one moment. */
const captionStands = (page: Page, text: string) =>
  page.waitForFunction(
    (words) => {
      const line = document.querySelector('.picture .caption');
      const picture = document.querySelector('.picture video')?.getBoundingClientRect();
      if (!picture || !line || line.textContent !== words) return false;
      const box = line.getBoundingClientRect();
      return (
        box.height > 0 && box.left >= picture.left && box.right <= picture.right && box.top >= picture.top && box.bottom <= picture.bottom
      );
    },
    text,
    { timeout: 30_000 },
  );

test('a host goes live, steps, is lost, comes back and ends; phones follow on both paths', async ({ browser }) => {
  const { episodeId, showSlug } = await story();
  const studio = await openStudio(browser, `/live/${episodeId}`);
  const near = await openPhone(browser, `/live/${showSlug}`);
  const far = await openPhone(browser, `/live/${showSlug}?via=hls`);
  await expect(near.locator('.slate')).toContainText('开播');

  await studio.getByRole('button', { name: '测试画面' }).click();
  await studio.getByRole('button', { name: '开播', exact: true }).click();
  await expect(studio.getByText('画面已送出')).toBeVisible({ timeout: 60_000 });
  await moves(near, /webrtc|hls/);
  await moves(far, /hls/);
  const first = await near.locator('[data-pitch]').getAttribute('data-pitch');
  await expect(far.locator('[data-pitch]')).toHaveAttribute('data-pitch', first ?? '');

  await test.step('one key changes card and code on both paths', async () => {
    for (const page of [near, far]) await watchCode(page);
    await studio.keyboard.press('Space');
    for (const page of [near, far]) {
      await expect(page.locator('body')).toHaveAttribute('data-code-changed', 'yes', { timeout: 30_000 });
      await expect(page.locator('[data-pitch]')).not.toHaveAttribute('data-pitch', first ?? '');
    }
  });

  await test.step('what is said stands as a caption on the picture of both, until one turns it off', async () => {
    const say = (text: string) => demo.as('host', 'POST', `/api/live/episodes/${episodeId}/captions`, { text });
    expect((await say('三号岗还差两个人')).status).toBe(201);
    await Promise.all([near, far].map((page) => captionStands(page, '三号岗还差两个人')));
    await near.getByRole('button', { name: '关闭字幕' }).click();
    await say('今天下午就上岗');
    await captionStands(far, '今天下午就上岗');
    await expect(near.locator('.picture .caption')).toHaveCount(0);
    await near.getByRole('button', { name: '打开字幕' }).click();
  });

  await test.step('U takes a step back within its five seconds', async () => {
    const here = (await near.locator('[data-pitch]').getAttribute('data-pitch')) ?? '';
    const undo = studio.getByRole('button', { name: /^撤销/ });
    await studio.keyboard.press('Space');
    // At once, not when the slower path has followed: after five seconds it is too late.
    await expect(studio.locator('[data-current]')).not.toHaveAttribute('data-current', here);
    await expect(undo).toBeEnabled();
    await studio.keyboard.press('u');
    await expect(studio.locator('[data-current]')).toHaveAttribute('data-current', here);
    for (const page of [near, far]) await expect(page.locator('[data-pitch]')).toHaveAttribute('data-pitch', here, { timeout: 30_000 });
  });

  await test.step('a phone looks back to where this job began, and returns to live with the sound it had', async () => {
    await expect(studio.locator('[data-recording]')).toHaveAttribute('data-recording', 'recording', { timeout: 30_000 });
    const isMuted = () => near.locator('.picture video').evaluate((video: HTMLVideoElement) => video.muted);
    expect(await isMuted()).toBe(true);
    await near.getByRole('button', { name: '打开声音' }).click();
    await near.getByRole('button', { name: '从头看' }).click();
    await replays(near);
    await expect(near.locator('[data-chapter]').first()).toBeVisible();
    await near.getByRole('button', { name: '回到直播' }).click();
    await moves(near, /webrtc|hls/);
    await expect(near.getByRole('button', { name: '关掉声音' })).toHaveAttribute('aria-pressed', 'true');
    expect(await isMuted()).toBe(false);
  });

  await test.step('the host reloads: phones wait, and the same episode goes on', async () => {
    studio.on('dialog', (dialog) => void dialog.accept());
    await studio.reload();
    for (const page of [near, far]) await expect(page.locator('.slate')).toContainText('主播马上回来', { timeout: 30_000 });
    await studio.getByRole('button', { name: '测试画面' }).click();
    await studio.getByRole('button', { name: '继续直播' }).click();
    await moves(near, /webrtc|hls/);
    await moves(far, /hls/);
  });

  await test.step('the show ends', async () => {
    await studio.getByRole('button', { name: '下播' }).click();
    await studio.getByRole('button', { name: '结束直播' }).click();
    for (const page of [near, far]) await expect(page.locator('.slate')).toContainText('直播已结束');
    await expect(studio.getByText('已结束')).toBeVisible();
  });

  await test.step('and can be watched again, job by job, each still to be grabbed', async () => {
    await far.getByRole('link', { name: /^回看/ }).click();
    const second = far.locator('[data-chapter]').nth(1);
    await second.getByRole('link', { name: /开始看$/ }).click();
    await expect(far).toHaveURL(/\?chapter=\d+$/);
    await replays(far);
    await expect(second).toHaveAttribute('aria-current', 'true');
    const { violations } = await new AxeBuilder({ page: far }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

    // The chapter's address leads whoever it was sent to there.
    const link = await far.evaluate(() => location.pathname + location.search);
    await near.goto(demo.url + link);
    const words = await near.locator('[data-chapter]').nth(1).locator('.when a').textContent();
    const [, minutes, seconds] = words?.match(/(\d+):(\d\d)/) ?? [];
    const at = Number(minutes) * 60 + Number(seconds);
    const shown = () => near.locator('[data-replay]').evaluate((video: HTMLVideoElement) => video.currentTime);
    await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(at - 1);
    await near.locator('[data-chapter]').nth(1).getByRole('link', { name: /^抢单/ }).click();
    await expect(near).toHaveURL(/\/jobs\/.*link=/);
    await near.goto(`${demo.url}/live`);
    await expect(near.locator(`[data-past="${showSlug}"]`)).toBeVisible({ timeout: 30_000 });
  });

  await test.step('the host cuts out one pitch, and anybody watches it', async () => {
    const row = studio.locator('[data-recording="kept"] [data-chapter]').first();
    await row.getByRole('button', { name: '剪出这一段' }).click();
    const page = row.getByRole('link', { name: '打开分享页' });
    const address = new URL((await page.getAttribute('href', { timeout: 60_000 })) ?? '');
    await near.goto(demo.url + address.pathname);
    const clip = near.locator('[data-clip]');
    await clip.evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
    await expect.poll(() => clip.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 30_000 }).toBeGreaterThan(1);
    const [download] = await Promise.all([studio.waitForEvent('download'), row.getByRole('link', { name: /^下载 MP4/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/\.mp4$/);
  });
});
