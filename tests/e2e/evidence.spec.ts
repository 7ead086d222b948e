import { type Browser, expect, type Page } from '@playwright/test';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

test.use({ trace: 'off' });

/** What takes a second on a free machine. */
const patience = { timeout: 60_000 };

let demo: DemoServer;
test.afterAll(() => demo?.stop());

async function asClerk(browser: Browser, path: string): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'clerk' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: demo.url, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`/studio${path}#demo=${token}`);
  await expect(page.getByRole('button', { name: '选择文件' })).toBeEnabled(patience);
  return page;
}

/** A notice as somebody photographs it: the browser's own JPEG. */
async function photo(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const pen = canvas.getContext('2d');
    if (pen) {
      pen.fillStyle = '#fff8d0';
      pen.fillRect(0, 0, 320, 240);
      pen.fillStyle = '#102030';
      pen.font = '32px sans-serif';
      pen.fillText('招洗碗工 180 元/天', 16, 120);
    }
    return canvas.toDataURL('image/jpeg');
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** One second of silence: MPEG-1 layer III frames at 128 kbit/s and 44.1 kHz whose side information says that nothing follows. */
function recording(): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: 39 }, () => frame));
}

async function typeFromIt(page: Page, employer: string): Promise<void> {
  await page.getByLabel('岗位', { exact: true }).fill('洗碗工');
  await page.getByLabel('用人单位', { exact: true }).fill(employer);
  await page.getByLabel('工资').fill('180元/天');
  await page.getByLabel('电话').fill('13800000045');
  await page.getByRole('button', { name: '提交审核' }).click();
  await expect(page).toHaveURL(/\/studio\/postings\/[0-9a-f-]{36}$/, patience);
}

const kept = async (page: Page) => {
  const id = page.url().split('/').at(-1);
  const answer = await demo.as('clerk', 'GET', `/api/postings/${id}`);
  return ((await answer.json()) as { evidence: { kind: string; fileName: string }[] }).evidence.map(({ kind, fileName }) => [
    kind,
    fileName,
  ]);
};

test('a photo or a recording stands beside the form, and the posting typed from it keeps it as evidence', async ({ browser }) => {
  test.setTimeout(400_000);
  demo = await startDemo();
  const page = await asClerk(browser, '/intake');
  const picture = page.getByRole('img', { name: '照片原件' });
  const drawn = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);

  await test.step('a photo', async () => {
    await page.setInputFiles('#intake-file', { name: '招工启事.jpg', mimeType: 'image/jpeg', buffer: await photo(page) });
    await expect(picture).toBeVisible(patience);
    await expect.poll(drawn, patience).toBe(320);
    const [form, beside] = [await page.getByLabel('岗位', { exact: true }).boundingBox(), await picture.boundingBox()];
    expect((beside?.x ?? 0) + (beside?.width ?? 0)).toBeLessThanOrEqual(form?.x ?? 0);
    await typeFromIt(page, '城站照片面馆');
    await expect.poll(drawn, patience).toBe(320);
    expect(await kept(page)).toContainEqual(['photo', '招工启事.jpg']);
  });

  await test.step('a recording', async () => {
    await page.goto('/studio/intake');
    await expect(page.getByRole('button', { name: '选择文件' })).toBeEnabled(patience);
    await page.setInputFiles('#intake-file', { name: '语音.mp3', mimeType: 'audio/mpeg', buffer: recording() });
    const player = page.locator('audio[controls]');
    const lengthS = () => player.evaluate((audio: HTMLAudioElement) => audio.duration);
    await expect(player).toBeVisible(patience);
    await expect.poll(lengthS, patience).toBeGreaterThan(0.9);
    await typeFromIt(page, '城站录音面馆');
    await expect(player).toBeVisible(patience);
    expect(await kept(page)).toContainEqual(['voice', '语音.mp3']);
  });
});
