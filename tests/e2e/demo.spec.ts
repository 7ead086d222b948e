import { type BrowserContext, expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { readCodes } from '#tests/support/read-codes.ts';
import { type DemoServer, startDemo } from './demo-server.ts';
import { startHouse } from './support/running-house.ts';
import { test } from './support/test.ts';

// A trace is a picture of every page many times a second: with a show and a wall on two cores it would be the load that is measured.
test.use({
  trace: 'off',
  permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
  viewport: { width: 1440, height: 900 },
});

const station = '城站火车站星工驿站';
/** A walk on a busy machine: what takes a second on a free one. */
const patience = { timeout: 60_000 };
/** Every page of a wall comes up within its rotation. */
const rotation = { timeout: 150_000 };

let demo: DemoServer;
let wall: FrameLocator;
let phone: FrameLocator;
/** The page's own buttons and links that the story has pressed, by the words they carried at first. */
const pressed = new Set<string>();

test.afterAll(() => demo?.stop());

const onGlass = (number: number | string) => wall.locator(`.layer[aria-hidden="false"] [data-posting][data-number="${number}"]`);
const up = () => wall.locator('.layer[aria-hidden="false"] [data-posting]');
const words = async (each: Locator) => ((await each.textContent()) ?? '').replace(/\s+/g, ' ').trim();

async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  const button = page.getByRole(role, { name });
  pressed.add(await words(button));
  await button.click();
}

/** A button that opens a tab of its own. */
async function opens(page: Page, role: 'button' | 'link', name: string): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), press(page, role, name)]);
  return tab;
}

/** The address in the one code among these pixels that leads to a job or a page of them. */
async function linkIn(png: Uint8Array): Promise<string | undefined> {
  return (await readCodes(png)).find((text) => text.startsWith(`${demo.url}/j/`));
}

const wallPixels = (page: Page) => page.locator('.glass').screenshot();

/** The video's own picture, at its own size: what a larger phone would show. */
async function videoPixels(): Promise<Buffer> {
  const url = await phone.locator('video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function newLink(pixels: () => Promise<Uint8Array>, known: string | undefined): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      link = await linkIn(await pixels());
      return link !== undefined && link !== known;
    }, patience)
    .toBe(true);
  return link ?? '';
}

test('without --demo nobody is handed a role: its routes do not exist', async () => {
  test.setTimeout(180_000);
  const house = await startHouse();
  try {
    const asked = [
      fetch(`${house.url}/api/demo/story`),
      fetch(`${house.url}/api/demo/last-code`),
      fetch(`${house.url}/api/demo/tabs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ role: 'admin' }),
      }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([404, 404, 404]);
  } finally {
    await house.stop();
  }
});

test('a first visitor presses every button of the demo, and each does what its step says', async ({ page }) => {
  test.setTimeout(900_000);
  demo = await startDemo();
  await page.goto(`${demo.url}/demo`);
  wall = page.frameLocator('.glass iframe');
  phone = page.frameLocator('.phone iframe');
  const offered: string[] = [];
  let number = 0;

  await test.step('the wall shows a full page of jobs, marked as the demo’s, free of charge', async () => {
    await expect(up().first()).toContainText(/还剩 \d+ 人/, patience);
    expect(await up().count()).toBeGreaterThanOrEqual(5);
    await expect(wall.locator('.layer[aria-hidden="false"] .tag')).toHaveText('演示数据');
    await expect(wall.locator('.layer[aria-hidden="false"] .mark')).toHaveText('演示数据');
    await expect(wall.locator('.layer[aria-hidden="false"] footer')).toContainText('不收费');
    // The show is planted last.
    await expect(page.getByRole('button', { name: '在手机上看直播' })).toBeVisible(patience);
    for (const button of await page.locator('button, a[href]').all()) offered.push(await words(button));
  });

  await test.step('the page speaks English too', async () => {
    await press(page, 'button', 'English');
    await expect(page.getByRole('heading', { name: 'Gangbo demo' })).toBeVisible(patience);
    await page.getByRole('button', { name: '中文' }).click();
    await expect(page.getByRole('heading', { name: '岗播演示' })).toBeVisible(patience);
  });

  await test.step('every other screen comes up with its own jobs, and the wall has a tab of its own', async () => {
    const screens = page.getByRole('navigation', { name: '换一块屏' }).getByRole('button');
    await expect(screens.first()).toBeVisible(patience);
    for (const screen of await screens.all()) {
      const title = await words(screen);
      pressed.add(title);
      await screen.click();
      await expect(up().first(), title).toBeVisible(patience);
    }
    await screens.filter({ hasText: '出站口大屏' }).first().click();
    await expect(up().nth(4)).toBeVisible(patience);
    const tab = await opens(page, 'link', '在新标签页打开');
    await expect(tab.locator('.layer[aria-hidden="false"] [data-posting]').first()).toBeVisible(patience);
    await tab.close();
  });

  let left = 0;
  await test.step('without a phone, the pane beside the wall opens what the code leads to; it names the station', async () => {
    const few = up().filter({ hasText: /还剩 [2-9] 人/ });
    await expect(few.first()).toBeVisible(rotation);
    number = Number(await few.first().getAttribute('data-number'));
    left = Number((await few.first().textContent())?.match(/还剩 (\d+) 人/)?.[1]);
    await press(page, 'button', '没带手机：在本页的手机里打开');
    await expect(phone.locator('header')).toContainText(station, patience);
    await expect(phone.locator('header')).toContainText('求职不收费');
  });

  await test.step('a grab there, proved by the code below the phone, leaves one place less on the wall', async () => {
    await phone.locator('#number').fill(String(number));
    await phone.getByRole('button', { name: '找岗位' }).click();
    await expect(phone.locator('main .number').first()).toHaveText(String(number), patience);
    await phone.locator('.bar form button').click();
    await phone.locator('#phone').fill('13912345678');
    await phone.getByRole('button', { name: '发验证码' }).click();
    await expect(page.locator('.code strong')).toHaveText(/^\d{4,8}$/, patience);
    await phone.locator('input[name=code]').fill(await words(page.locator('.code strong')));
    await expect.poll(() => page.frames().some((frame) => /\/me\/[\w-]+/.test(frame.url())), patience).toBe(true);
    await expect(onGlass(number).first()).toContainText(`还剩 ${left - 1} 人`, rotation);
  });

  await test.step('a post from a chat group goes red where it asks for a deposit, is mended, approved by another person, and stands on the wall', async () => {
    await press(page, 'button', '复制这条消息');
    await expect(page.getByRole('button', { name: '已复制' })).toBeVisible();
    const clerk = await opens(page, 'button', '以专员身份打开');
    await clerk.locator('#intake-text').click(patience);
    await clerk.keyboard.press('Control+v');
    await expect(clerk.locator('#intake-text')).toHaveValue(/押金300元/);
    await clerk.getByRole('button', { name: '读成岗位' }).click();
    const row = clerk.locator('tr[data-row]');
    await expect(row.locator('mark.block')).toContainText('押金300元', patience);
    await expect(row).toContainText('劳动合同法');
    await row.dblclick();
    await clerk.getByRole('dialog').getByLabel('要求').fill('手脚麻利');
    await clerk.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await expect(row).toContainText('可以提交', patience);
    await clerk.getByRole('button', { name: '保存选中的 1 条' }).click();
    await expect(clerk.getByRole('status')).toContainText('已提交 1', patience);
    await clerk.close();

    const approver = await opens(page, 'button', '以审核人身份打开');
    const posted = await approve(approver, '帮厨', '城站面馆');
    await approver.close();
    await expect(onGlass(posted)).toContainText('220', rotation);
  });

  const host = await test.step('the host’s tab goes live with the test picture; wall and phone show it beside the jobs', () =>
    goLive(page));
  await test.step('one key changes card and code on the wall and on the phone', () => stepOnce(page, host));
  await test.step('the show ends and the jobs come back', async () => {
    await host.getByRole('button', { name: '下播' }).click();
    await host.getByRole('button', { name: '结束直播' }).click();
    await expect(wall.locator('[data-live]')).toHaveCount(0, patience);
    await host.close();
  });

  await test.step('without its network the wall plays on and says as of when, until the network is back', async () => {
    await press(page, 'button', '断开这块屏');
    const asOf = wall.locator('.layer[aria-hidden="false"] .as-of');
    await expect(asOf).toContainText(/截至.*\d{1,2}:\d{2}/, rotation);
    const slide = (await wall.locator('.glass[data-phase]').getAttribute('data-slide')) ?? '';
    await expect(wall.locator('.glass[data-phase]')).not.toHaveAttribute('data-slide', slide, rotation);
    await expect(asOf).toContainText('截至', rotation);
    await page.getByRole('button', { name: '恢复网络' }).click();
    await expect(wall.locator('.glass[data-phase]')).toHaveAttribute('data-connected', 'true', patience);
    await expect(wall.locator('.layer[aria-hidden="false"] .as-of')).toHaveCount(0, rotation);
  });

  await test.step('a table of the visitor’s own is read in the clerk’s intake', async () => {
    const clerk = await opens(page, 'button', '上传我的表');
    const choose = clerk.getByRole('button', { name: '选择文件' });
    await expect(choose).toBeEnabled(patience);
    const [chooser] = await Promise.all([clerk.waitForEvent('filechooser'), choose.click()]);
    const table = '岗位,单位,工资,人数,地点,电话\n糕点师,城站糕点铺,260元/天,2,上城区城站路9号,0000-8700099\n';
    await chooser.setFiles({ name: '我的表.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await expect(clerk.getByRole('heading', { name: '我的表.csv' })).toBeVisible(patience);
    await expect(clerk.locator('tr[data-row]')).toContainText('城站糕点铺', patience);
    await expect(clerk.locator('tr[data-row]')).toContainText('260');
    await clerk.close();
  });

  expect([...pressed].sort()).toEqual([...new Set(offered)].sort());
});

async function approve(approver: Page, trade: string, employer: string): Promise<string> {
  await approver.locator('.queue button').filter({ hasText: trade }).filter({ hasText: employer }).first().click(patience);
  const pass = approver.getByRole('button', { name: /^审核通过/ });
  await pass.click();
  const said = approver.getByText(new RegExp(`${trade} 已公开，编号 \\d+`));
  const checking = approver.getByRole('dialog', { name: /核验/ });
  await expect(said.or(checking)).toBeVisible(patience);
  if (await checking.isVisible()) {
    await checking.getByRole('button', { name: '我已看过' }).click();
    await expect(checking).toBeHidden(patience);
    await pass.click();
  }
  await expect(said).toBeVisible(patience);
  return (await said.textContent())?.match(/编号 (\d+)/)?.[1] ?? '';
}

const pitchOnWall = () => wall.locator('[data-live] .pitch [data-posting]');

async function goLive(page: Page): Promise<Page> {
  const host = await opens(page, 'button', '以主播身份打开');
  await host.getByRole('button', { name: '测试画面' }).click(patience);
  await host.getByRole('button', { name: '开播', exact: true }).click(patience);
  await expect(host.getByText('画面已送出')).toBeVisible(patience);
  await press(page, 'button', '在手机上看直播');
  await expect(wall.locator('[data-live]')).toHaveAttribute('data-picture', 'true', patience);
  await expect(wall.locator('[data-live] .own [data-posting]').first()).toBeVisible(patience);
  await expect(phone.locator('.picture')).toHaveAttribute('data-path', /webrtc|hls/, patience);
  for (const frame of [wall, phone]) {
    const position = () => frame.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
    const before = await position();
    await expect.poll(position, patience).toBeGreaterThan(before + 0.5);
  }
  return host;
}

async function stepOnce(page: Page, host: Page): Promise<void> {
  const first = (await pitchOnWall().getAttribute('data-number')) ?? '';
  await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', first, patience);
  const onWall = await newLink(() => wallPixels(page), undefined);
  const onPhone = await newLink(videoPixels, undefined);
  await host.locator('body').press(' ');
  await expect(pitchOnWall()).not.toHaveAttribute('data-number', first, patience);
  const second = (await pitchOnWall().getAttribute('data-number')) ?? '';
  await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', second, patience);
  const links = [await newLink(() => wallPixels(page), onWall), await newLink(videoPixels, onPhone)];
  for (const link of links) await leadsTo(page.context(), link, second);
}

async function leadsTo(context: BrowserContext, link: string, number: string): Promise<void> {
  const tab = await context.newPage();
  await tab.goto(link);
  const row = tab.locator(`a.row#n${number}`);
  await expect(row.or(tab.locator('main .number').first()).first()).toContainText(number, patience);
  await tab.close();
}
