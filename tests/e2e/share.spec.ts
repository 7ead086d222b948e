import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from '@playwright/test';
import type { Share } from '#server/contract/desk.ts';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

test.use({ trace: 'off' });

/** What takes a second on a free machine. */
const patience = { timeout: 60_000 };

let demo: DemoServer;
test.afterAll(() => demo?.stop());

async function asClerk(browser: Browser, path: string, listen: (page: Page) => void): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'clerk' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: demo.url, locale: 'zh-CN' });
  const page = await context.newPage();
  listen(page);
  await page.goto(`/studio${path}#demo=${token}`);
  return page;
}

/** The code stands for exactly this address, and the address leads to the jobs that were chosen. */
async function leadsTo(link: string, trades: readonly string[]): Promise<void> {
  const opened = await (await fetch(link)).text();
  for (const trade of trades) expect(opened).toContain(trade);
}

test('one press gives a chat text, a long picture and an A4 sheet, each with a link of its own', async ({ browser }) => {
  test.setTimeout(400_000);
  demo = await startDemo();
  let postings: { id: string; facts: { trade: string } }[] = [];
  // The demo plants its jobs behind the first wall.
  await expect(async () => {
    const answer = await demo.as('clerk', 'GET', '/api/postings?view=open&limit=6');
    ({ postings } = (await answer.json()) as { postings: typeof postings });
    expect(postings).toHaveLength(6);
  }).toPass(patience);
  const trades = postings.map(({ facts }) => facts.trade);

  let share: Share | undefined;
  const page = await asClerk(browser, `/share?ids=${postings.map(({ id }) => id).join(',')}`, (opened) =>
    opened.on('response', (response) => {
      if (!response.url().endsWith('/api/shares')) return;
      void response.json().then((made: Share) => {
        share = made;
      });
    }),
  );
  const download = page.getByRole('link', { name: '下载图片' });
  await expect(download).toBeVisible(patience);
  await expect(page.locator('.sheet figure svg')).toBeVisible(patience);
  const { chat, poster, print } = share ?? { chat: { text: '', url: '' }, poster: { url: '' }, print: { url: '' } };
  expect(new Set([chat.url, poster.url, print.url]).size).toBe(3);

  await test.step('the chat text carries its link, in plain sight', async () => {
    const text = await page.getByRole('textbox', { name: '群消息' }).inputValue();
    expect(text).toContain(chat.url);
    for (const trade of trades) expect(text).toContain(trade);
    await leadsTo(chat.url, trades);
  });

  await test.step('the downloaded long picture’s code leads to its own link', async () => {
    const [saved] = await Promise.all([page.waitForEvent('download'), download.click()]);
    expect(saved.suggestedFilename()).toMatch(/\.png$/);
    expect(await readCodes(await readFile(await saved.path()))).toEqual([poster.url]);
    await leadsTo(poster.url, trades);
  });

  await test.step('the A4 sheet is one page, and its printed code leads to its own link', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.sheet')).toBeVisible();
    // Nothing of the studio comes along.
    await expect(page.getByText('以哪个驿站的名义')).toBeHidden();
    await expect(page.getByRole('heading', { name: /^分享/ })).toBeHidden();
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    // A4 in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[\s*0 0 59[45]\S* 84[12]\S*\s*\]/);
    expect(await readCodes(await page.screenshot({ fullPage: true }))).toEqual([print.url]);
    await leadsTo(print.url, trades);
  });
});
