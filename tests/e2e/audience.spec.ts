import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

test.setTimeout(180_000);

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo?.stop());

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

async function openStudio(browser: Browser, path: string): Promise<Page> {
  const made = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await made.json()) as { token: string };
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${demo.url}/studio${path}#demo=${token}`);
  return page;
}

async function openPhone(browser: Browser, slug: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await page.goto(`${demo.url}/live/${slug}?via=hls`);
  return page;
}

const write = async (page: Page, text: string) => {
  await page.locator('[data-audience] input').fill(text);
  await page.locator('[data-audience] form button').click();
};

test('two phones and a host: chat, a number that nobody sees, questions, a held word, removal, and the report', async ({ browser }) => {
  const { episodeId, showSlug } = (await (await fetch(`${demo.url}/api/demo/story`)).json()) as { episodeId: string; showSlug: string };
  // Without a picture: the words reach phones by a way of their own.
  expect((await demo.as('host', 'POST', `/api/live/episodes/${episodeId}/start`, {})).status).toBe(200);
  const [studio, anna, ben] = [
    await openStudio(browser, `/live/${episodeId}`),
    await openPhone(browser, showSlug),
    await openPhone(browser, showSlug),
  ];
  const panel = studio.locator('[data-audience]');
  const tab = (name: RegExp) => panel.locator('.tabs').getByRole('button', { name });
  const row = (text: string) => panel.locator('tr[data-row]', { hasText: text });
  const lines = (page: Page) => page.locator('[data-audience] [role=log]');

  await test.step('the host turns the slow mode off', async () => {
    await tab(/设置/).click();
    await panel.getByRole('radio', { name: '不限' }).check();
    await expect(studio.getByText('聊天设置已保存')).toBeVisible();
    await tab(/聊天/).click();
  });

  await test.step('what one phone writes stands on the other and on the desk, as text', async () => {
    await write(anna, '<b>明天还招人吗</b>');
    for (const where of [lines(anna), lines(ben), panel]) await expect(where).toContainText('<b>明天还招人吗</b>');
    await expect(anna.locator('[data-audience] [role=log] b')).toHaveCount(0);
  });

  await test.step('the job that is pitched stays one tap away', async () => {
    await expect(ben.getByRole('link', { name: /^抢单/ })).toBeInViewport();
    await axe(ben);
  });

  await test.step('a number is hidden from everybody, and reaches the host once its owner says yes', async () => {
    await write(anna, '打我 138 1234 5678');
    await expect(lines(ben)).toContainText('打我 ●●●');
    await expect(anna.locator('[data-call-me]')).toContainText('让主播给你回电话？');
    await expect(tab(/回电/)).toHaveText('回电');
    await anna.getByRole('button', { name: '同意，打给我' }).click();
    await expect(anna.getByText('号码交给主播了')).toBeVisible();
    await tab(/回电 1/).click();
    await expect(panel).toContainText('138****5678');
    await studio.keyboard.press('j');
    await studio.keyboard.press('p');
    await expect(panel).toContainText('13812345678');
    await studio.keyboard.press('Enter');
    await expect(panel).toContainText('还没有人请你回电');
  });

  await test.step('a question gets a vote, and is answered', async () => {
    for (const page of [anna, ben]) await page.getByRole('button', { name: /^提问/ }).first().click();
    await write(anna, '包住吗？');
    await ben.getByRole('button', { name: '我也想问' }).click();
    await expect(anna.locator('[data-question]')).toContainText('1 人也想问');
    await tab(/提问 1/).click();
    await studio.keyboard.press('j');
    await studio.keyboard.press('Enter');
    await expect(ben.locator('[data-question]')).toContainText('已回答');
    for (const page of [anna, ben]) await page.locator('.tabs').getByRole('button', { name: '聊天' }).click();
  });

  await test.step('a listed word waits for the host, who lets it through by keyboard', async () => {
    const { regionCode } = (await (await demo.as('host', 'GET', `/api/live/episodes/${episodeId}`)).json()) as { regionCode: string };
    const listed = await demo.as('approver', 'POST', '/api/audience/words', { regionCode, word: '押金', action: 'hold' });
    expect(listed.status).toBe(204);
    await write(anna, '要 押．金 吗');
    await expect(anna.getByText('等主播看过再显示')).toBeVisible();
    await tab(/待审 1/).click();
    await expect(row('要 押．金 吗')).toContainText('敏感词：押金');
    await expect(lines(ben)).not.toContainText('押．金');
    await studio.keyboard.press('j');
    await studio.keyboard.press('Enter');
    await expect(lines(ben)).toContainText('要 押．金 吗');
    await expect(anna.getByText('等主播看过再显示')).toHaveCount(0);
    await tab(/聊天/).click();
  });

  await test.step('the host pins, removes and mutes', async () => {
    await panel.getByRole('textbox', { name: '以主播身份说一句' }).fill('所有岗位都不收费');
    await panel.getByRole('button', { name: '发送并置顶' }).click();
    for (const page of [anna, ben]) await expect(page.locator('.pinned')).toContainText('所有岗位都不收费');
    await row('明天还招人吗').focus();
    await studio.keyboard.press('d');
    for (const page of [anna, ben]) await expect(lines(page)).not.toContainText('明天还招人吗');
    await row('打我').focus();
    await studio.keyboard.press('m');
    for (const page of [anna, ben]) await expect(lines(page)).not.toContainText('打我');
    await write(anna, '我还在');
    await expect(anna.getByText('您在这场直播里不能发言了')).toBeVisible();
    await axe(studio);
  });

  await test.step('after the show its report stands as a page and as a table', async () => {
    await demo.as('host', 'POST', `/api/live/episodes/${episodeId}/end`, {});
    await panel.getByRole('link', { name: '本期报告' }).click();
    await expect(studio.locator('[data-headline]')).toContainText('1 家企业、1 个岗位');
    const [file] = await Promise.all([studio.waitForEvent('download'), studio.getByRole('link', { name: '下载表格（CSV）' }).click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('utf8')).toMatch(/^\ufeff直播,/);
  });
});
