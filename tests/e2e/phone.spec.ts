import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import type { BrowsePage, ScannedPage } from '#server/contract/browse.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { test } from './support/test.ts';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } satisfies BrowserContextOptions;
/** The whole page with its assets, as the wire carries it. */
const mostBytes = 60 * 1024;

let demo: DemoServer;
let lastPhone = 13_900_000_000;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo?.stop());

const nextPhone = () => String(++lastPhone);
const open = async (browser: Browser, options: BrowserContextOptions = {}) =>
  (await browser.newContext({ ...phone, baseURL: demo.url, locale: 'zh-CN', ...options })).newPage();

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

async function noSidewaysScroll(page: Page): Promise<void> {
  const outside = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('body *')]
      .filter((each) => !each.closest('.visually-hidden') && each.getBoundingClientRect().right > width + 0.5)
      .map((each) => `${each.tagName}.${each.className}: ${each.textContent?.trim().slice(0, 30)}`);
  });
  expect(outside).toEqual([]);
}

async function smallestTarget(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('a[href], button, input:not([type=hidden]):not([type=radio]), select, summary')]
        .filter(
          (each) => !each.closest('.visually-hidden') && !each.classList.contains('visually-hidden') && each.getClientRects().length > 0,
        )
        .map((each) => each.getBoundingClientRect().height),
    ),
  );
}

/** From a code's list (or straight) to the first job that still has places. */
async function openJob(page: Page): Promise<void> {
  await page.goto(await demo.codeOn('出站口大屏'));
  const rows = page.locator('a.row:not(.filled)');
  if (await rows.count()) await rows.first().click();
  await expect(page.locator('.bar form button')).toBeVisible();
}

async function proveAndGrab(page: Page, number = nextPhone()): Promise<void> {
  await page.click('.bar form button');
  await page.fill('#phone', number);
  await page.getByRole('button', { name: '发验证码' }).click();
  await expect(page.locator('input[name=code]')).toBeVisible();
  await page.fill('input[name=code]', await demo.lastCode());
  await page.waitForURL(/\/me\/[\w-]+/);
}

test('a scan names the station, the screen and the page, and opens the slide’s jobs', async ({ browser }) => {
  const page = await open(browser);
  await page.goto(await demo.codeOn('出站口大屏'));
  await expect(page.locator('header')).toContainText('城站火车站星工驿站');
  await expect(page.locator('header')).toContainText('你扫的是「出站口大屏」第');
  await expect(page.locator('header')).toContainText('求职不收费');
  const rows = page.locator('a.row');
  expect(await rows.count()).toBeGreaterThan(1);
  await axe(page);
  await noSidewaysScroll(page);
  expect(await smallestTarget(page)).toBeGreaterThanOrEqual(48);

  const number = ((await rows.nth(2).locator('.number').textContent()) ?? '').match(/\d+/)?.[0] ?? '';
  await page.fill('#number', number);
  await page.getByRole('button', { name: '找岗位' }).click();
  await expect(page.locator('main .number').first()).toHaveText(number);
  await expect(page.locator('header')).toContainText('城站火车站星工驿站');
  await expect(page.getByRole('link', { name: /打电话/ })).toHaveAttribute('href', /^tel:0000-/);
  const structured = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '');
  expect(structured).toMatchObject({
    '@type': 'JobPosting',
    hiringOrganization: { '@type': 'Organization' },
    identifier: { value: number },
  });
  await axe(page);
  expect(await smallestTarget(page)).toBeGreaterThanOrEqual(48);
});

test('a number that stood on another page of the wall is found too: the wall has turned meanwhile', async ({ browser }) => {
  const page = await open(browser);
  const path = await demo.codeOn('出站口大屏');
  const ask = async <T>(of: string) => (await (await fetch(demo.url + of)).json()) as T;
  const scanned = await ask<ScannedPage>(`/api/links/${path.split('/').at(-1)}`);
  const listed = new Set([...scanned.jobs, ...scanned.nearby].map(({ number }) => number));
  const { jobs } = await ask<BrowsePage>(`/api/browse?station=${scanned.station?.id}`);
  const other = jobs.find(({ number }) => !listed.has(number));
  await page.goto(path);
  await page.fill('#number', String(other?.number));
  await page.getByRole('button', { name: '找岗位' }).click();
  await expect(page.locator('main .number').first()).toHaveText(String(other?.number));
  await expect(page.locator('header')).toContainText('你扫的是「出站口大屏」第');
});

test('the pages weigh at most 60 KB with everything they load', async ({ browser }) => {
  const page = await open(browser);
  await openJob(page);
  for (const address of [await demo.codeOn('出站口大屏'), page.url(), '/']) {
    const fresh = await open(browser);
    const cdp = await fresh.context().newCDPSession(fresh);
    await cdp.send('Network.enable');
    let bytes = 0;
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    const fonts: string[] = [];
    fresh.on('request', (request) => request.resourceType() === 'font' && fonts.push(request.url()));
    await fresh.goto(address, { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(2_000);
    expect(bytes, address).toBeLessThanOrEqual(mostBytes);
    expect(fonts).toEqual([]);
    await fresh.context().close();
  }
});

test('without JavaScript, a phone goes from the code to a place', async ({ browser }) => {
  const page = await open(browser, { javaScriptEnabled: false });
  await openJob(page);
  await page.click('.bar form button');
  await page.fill('#phone', '139 0000 8001');
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.fill('input[name=code]', '000000');
  await page.getByRole('button', { name: '确认抢单' }).click();
  await expect(page.getByRole('alert')).toContainText('验证码不对，还可以试 4 次');
  await page.fill('input[name=code]', await demo.lastCode());
  await page.getByRole('button', { name: '确认抢单' }).click();
  await expect(page.getByRole('heading', { name: '抢到了' })).toBeVisible();
  await page.goto('/me');
  await expect(page.locator('a.row')).toHaveCount(1);
});

test('the page of a grab follows by itself and says where, when, whom to ask for and what to bring', async ({ browser }) => {
  const page = await open(browser);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await openJob(page);
  await proveAndGrab(page);
  await expect(page.getByRole('heading', { name: '抢到了' })).toBeVisible();
  await axe(page);
  const grabId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const answered = await demo.as('clerk', 'POST', `/api/grabs/${grabId}/answer`, {
    answer: 'confirm',
    arrival: { place: '3 号门岗亭', when: '明天 5:00', contact: '刘师傅', bring: '身份证' },
  });
  expect(answered.status).toBe(204);
  await expect(page.getByRole('heading', { name: '确认了，去上岗' })).toBeVisible({ timeout: 8_000 });
  for (const fact of ['3 号门岗亭', '明天 5:00', '刘师傅', '身份证']) await expect(page.locator('.arrival')).toContainText(fact);
  await axe(page);
  expect(problems).toEqual([]);

  // WeChat is closed and opened again: the cookie is all that is left.
  const state = await page.context().storageState();
  await page.context().close();
  const again = await open(browser, { storageState: state });
  await again.goto('/me');
  await expect(again.locator('a.row')).toContainText('确认了');
});

test('a grab that is cancelled gives its place back', async ({ browser }) => {
  const page = await open(browser);
  await openJob(page);
  const places = page.locator('main .chip').first();
  const before = (await places.textContent()) ?? '';
  const job = page.url();
  await proveAndGrab(page);
  const seen = await open(browser);
  await seen.goto(job);
  await expect(seen.locator('main .chip').first()).not.toHaveText(before);
  await page.locator('summary').click();
  await page.getByRole('button', { name: '确定取消' }).click();
  await expect(page.getByRole('heading', { name: '已取消' })).toBeVisible();
  await seen.reload();
  await expect(seen.locator('main .chip').first()).toHaveText(before);
});

test('who gets no text has the place held for a call', async ({ browser }) => {
  const page = await open(browser);
  await openJob(page);
  await page.click('.bar form button');
  await page.getByText('收不到短信？先留位').click();
  await page.fill('#later-phone', nextPhone());
  await page.getByRole('button', { name: '留位，等电话' }).click();
  await expect(page.getByRole('heading', { name: '位子给您留着' })).toBeVisible();
  await expect(page.locator('.left')).toHaveText('还有 15 分钟');
  await axe(page);
});

test('a number that is none, and a code that is wrong, say what to do', async ({ browser }) => {
  const page = await open(browser);
  await openJob(page);
  await page.click('.bar form button');
  await page.fill('#phone', '12345');
  await page.getByRole('button', { name: '发验证码' }).click();
  await expect(page.getByRole('alert')).toContainText('手机号应是 1 开头的 11 位数字');
  await expect(page.locator('#phone')).toHaveValue('12345');
  await axe(page);

  const path = await demo.codeOn('出站口大屏');
  const tampered = path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const wrong of [tampered, '/j/00000000', '/j/%E6%89%AB']) {
    const response = await page.goto(wrong);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: '这个码不对。请再扫一次屏幕上的二维码。' })).toBeVisible();
    await expect(page.getByRole('link', { name: '看全部岗位' })).toBeVisible();
  }
  await axe(page);
});

test('a report of a fee by somebody who scanned the job takes it off at once', async ({ browser }) => {
  const page = await open(browser);
  await openJob(page);
  const job = page.url();
  await page.getByRole('link', { name: '举报这个岗位' }).click();
  await axe(page);
  await page.getByText('要收费、交押金、扣证件').click();
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByRole('status')).toContainText('已马上下架');
  const gone = await page.goto(job);
  expect(gone?.status()).toBe(410);
  await expect(page.getByRole('heading')).toContainText('已经下架');
});

test('jobs are found without scanning, by pinyin, initials, number, trade, station and pay', async ({ browser }) => {
  const page = await open(browser);
  await page.goto('/');
  await axe(page);
  await noSidewaysScroll(page);
  expect(await smallestTarget(page)).toBeGreaterThanOrEqual(48);
  const { trade, number } = await page.evaluate(async () => {
    const { jobs } = await (await fetch('/api/browse?q=baoan')).json();
    const guard = (jobs as { number: number; facts: { trade: string } }[]).find((job) => job.facts.trade.startsWith('保安'));
    return { trade: guard?.facts.trade ?? '', number: guard?.number ?? 0 };
  });
  expect(trade).toContain('保安');
  for (const query of ['保安', 'ba', 'BaoAn', String(number)]) {
    // By keyboard alone.
    await page.goto('/');
    await page.locator('#q').focus();
    await page.keyboard.type(query);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?q=/);
    await expect(page.locator('a.row', { hasText: '保安' }).first()).toBeVisible();
  }
  await page.goto('/');
  await page.selectOption('#station', { label: '城站火车站星工驿站' });
  await page.waitForURL(/station=/);
  await expect(page.getByText('距离从这个驿站算')).toBeVisible();
  const calendar = await page.getByRole('link', { name: '订阅城站火车站星工驿站的直播日历' }).getAttribute('href');
  expect(await (await page.request.get(calendar ?? '')).text()).toContain('BEGIN:VCALENDAR');
  const distances = await page.evaluate(async () => {
    const { jobs } = await (await fetch(`/api/browse${location.search}`)).json();
    return (jobs as { distanceM: number | null; status: string }[])
      .filter((job) => job.status === 'open' && job.distanceM !== null)
      .map((job) => job.distanceM ?? 0);
  });
  expect(distances.length).toBeGreaterThan(3);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  await page.getByRole('link', { name: '工钱高' }).click();
  await page.waitForURL(/sort=pay/);
  await expect(page.locator('a.row').first()).toBeVisible();
});

test('the employer’s own link takes places away, and the phone page follows', async ({ browser }) => {
  const listed = (await (await demo.as('clerk', 'GET', '/api/postings?view=open')).json()) as {
    postings: { id: string; placesLeft: number; status: string }[];
  };
  const posting = listed.postings.find((each) => each.status === 'approved' && each.placesLeft >= 3);
  const { url } = (await (await demo.as('clerk', 'POST', `/api/employers/links/${posting?.id}`, {})).json()) as { url: string };
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(new URL(url).pathname);
  await page.selectOption('#places', '1');
  await page.getByRole('button', { name: '改名额' }).click();
  await expect(page.getByText('还招 1 人')).toBeVisible();
  await page.getByText('招满了').click();
  await page.getByRole('button', { name: '确认招满' }).click();
  await expect(page.getByText('已招满，屏上已变灰')).toBeVisible();
  await page.goto(`/jobs/${posting?.id}`);
  await expect(page.getByRole('button', { name: '排候补' })).toBeVisible();
  expect((await page.goto('/e/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'))?.status()).toBeGreaterThanOrEqual(400);
});

test('the pages speak English, and hold at 200 % and with reduced motion', async ({ browser }) => {
  const page = await open(browser, { viewport: { width: 195, height: 422 }, reducedMotion: 'reduce' });
  await openJob(page);
  await noSidewaysScroll(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('button', { name: 'Grab it' })).toBeVisible();
  await expect(page.locator('header')).toContainText('Job seekers never pay');
  await noSidewaysScroll(page);
  await axe(page);
});
