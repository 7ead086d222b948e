import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { mountSmallDisk, type SmallDisk } from '#tests/support/small-disk.ts';
import { framesAdvance, hangScreen, jobOnGlass, scanGlass } from './support/glass.ts';
import { invite, type Person } from './support/people.ts';
import { type RunningHouse, startHouse } from './support/running-house.ts';
import { openJob, takePhone } from './support/seeker.ts';
import { type PublicJob, pairScreen, planShow, publishJob, staffHouse } from './support/station.ts';
import { test } from './support/test.ts';
import { openDevice } from './support/trusting-browser.ts';

// Markup in a job's words, and what a host's laptop does to a show. Other faults stand beside what they break: screens in screen.spec.ts,
// codes and grabs in phone.spec.ts, tables in server/services/intake.
test.use({ ignoreHTTPSErrors: false, actionTimeout: 30_000, navigationTimeout: 30_000 });

const hostile = '</script><img src=x onerror=alert(1)>物流';

/** Of this the house leaves 256 MB to others (server/media/recording/shelf.ts). */
const diskMegabytes = 400;

let disk: SmallDisk;
let house: RunningHouse;
let browser: Browser;
let host: Person;
let planned: string;
let screen: Page;
let marked: PublicJob;
test.beforeAll(async ({ launchOptions }) => {
  test.setTimeout(120_000);
  disk = await mountSmallDisk(await mkdtemp(join(tmpdir(), 'gangbo-disk-')), diskMegabytes);
  house = await startHouse({ env: { MEDIA_DIR: disk.dir } });
  const root = await (await fetch(`${house.url}/api/trust/root.pem`)).text();
  // The camera is a made-up one, but whether a page may have it is asked for in earnest.
  const args = (launchOptions.args ?? []).filter((arg) => !arg.startsWith('--use-fake-ui'));
  browser = await openDevice({ options: { ...launchOptions, args }, root });
  const { admin, clerk, approver } = await staffHouse(browser, house);
  const job = await publishJob({ clerk, approver }, { trade: '帮厨', places: 2 });
  screen = await hangScreen(browser, house);
  await pairScreen(clerk, screen);
  marked = await publishJob(
    { clerk, approver },
    { trade: '搬运工', places: 2, employer: hostile, requirements: [hostile], description: hostile },
  );
  host = await invite(browser, admin, 'host');
  for (const { page } of [admin, clerk, approver]) await page.context().close();
  await planShow(host, [job]);
  planned = host.page.url();
});
test.afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await disk?.unmount();
  if (disk) await rm(disk.dir, { recursive: true });
});

test('markup in a job’s words is shown as the words that it is, on the wall and on a phone', async () => {
  const phone = await takePhone(browser);
  const ran: string[] = [];
  for (const page of [screen, phone])
    page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      void dialog.dismiss();
    });
  await expect(jobOnGlass(screen, marked.number)).toBeVisible();
  const scanned = await scanGlass(screen);
  await openJob(phone, scanned, marked.number);
  await expect(phone.locator('main')).toContainText(hostile);
  const structured = JSON.parse((await phone.locator('script[type="application/ld+json"]').textContent()) ?? '');
  expect(structured.hiringOrganization.name).toBe(hostile);
  for (const page of [screen, phone]) expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(ran).toEqual([]);
  await phone.context().close();
});

const problem = (page: Page) => page.getByRole('alert').filter({ hasText: '摄像头' });

test('a camera that is refused says what to do, and the show can go out with the test picture', async () => {
  const { page } = host;
  await page.context().clearPermissions();
  await page.getByRole('button', { name: '摄像头' }).click();
  await expect(problem(page)).toContainText('没有得到摄像头或话筒的许可');
  await expect(problem(page)).toContainText('允许');
  await expect(page.getByRole('button', { name: '开播', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: '测试画面' }).click();
  await expect(problem(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: '开播', exact: true })).toBeEnabled();
});

let show: Page;
const wallHasPicture = () => expect(screen.locator('[data-live][data-picture="true"]')).toBeVisible({ timeout: 60_000 });

test('a camera that vanishes in the middle of a show leaves a standby picture that moves, and comes back at a press', async () => {
  test.setTimeout(180_000);
  const { page } = host;
  await page.context().grantPermissions(['camera', 'microphone'], { origin: house.secureUrl });
  await page.goto(planned);
  await page.getByText('小画面（旧电脑、慢网络）').click();
  await page.getByRole('button', { name: '摄像头' }).click();
  await page.getByRole('button', { name: '开播', exact: true }).click();
  await expect(page.getByText('画面已送出')).toBeVisible();
  show = await takePhone(browser);
  await show.goto((await page.getByRole('link', { name: /\/live\// }).getAttribute('href')) ?? '');
  await framesAdvance(show);
  await wallHasPicture();
  await framesAdvance(screen);

  // Taken away as when it is unplugged: its track ends.
  await page.context().clearPermissions();
  await expect(problem(page)).toContainText('断开了');
  await framesAdvance(show);
  await wallHasPicture();
  await framesAdvance(screen);
  await expect(page.getByText('画面已送出')).toBeVisible();

  await page.context().grantPermissions(['camera', 'microphone'], { origin: house.secureUrl });
  await page
    .getByRole('button', { name: /^(检查设备|摄像头)/ })
    .first()
    .click();
  await expect(problem(page)).toHaveCount(0);
  await framesAdvance(show);
});

test('the process that sends the pictures on is killed: wall and phone have the show again by themselves, and the host need do nothing', async () => {
  const { page } = host;
  await framesAdvance(show);
  await framesAdvance(screen);
  await house.killMediaWorkers();
  // More pictures than any buffer held.
  await framesAdvance(show, 75);
  await wallHasPicture();
  await framesAdvance(screen, 75);
  // And these are the host's, not the slate's.
  await expect(show.getByText('主播马上回来')).toHaveCount(0);
  await expect(page.getByText('画面已送出')).toBeVisible();
});

test('a disk that fills up under the recording: the host is told, phone and wall go on, and so does the recording once there is room', async () => {
  const { page } = host;
  const recording = page.locator('[data-recording]');
  await expect(recording).toHaveAttribute('data-recording', 'recording', { timeout: 60_000 });
  const filler = join(disk.dir, 'filler');
  await writeFile(filler, Buffer.alloc(200 * 1024 * 1024));
  await expect(recording.getByRole('alert')).toContainText('磁盘快满了', { timeout: 60_000 });
  await framesAdvance(show);
  await framesAdvance(screen);
  await rm(filler);
  await expect(recording).toHaveAttribute('data-recording', 'recording', { timeout: 60_000 });
});

test('a host whose tab is gone is waited for: phone and wall say so, the wall turns to its jobs, and it is the same show when the host is back', async () => {
  test.setTimeout(240_000);
  const { page } = host;
  await framesAdvance(screen);
  await page.goto('about:blank');
  await expect(screen.locator('[data-live][data-picture="false"]')).toContainText('主播马上回来');
  await expect(show.getByText('主播马上回来')).toBeVisible();
  // Awaited long enough, the wall is the jobs' again.
  await expect(screen.locator('.live.waiting')).toBeAttached({ timeout: 60_000 });
  await expect(jobOnGlass(screen, marked.number)).toBeVisible({ timeout: 60_000 });

  await page.goto(planned);
  await page
    .getByRole('button', { name: /^(检查设备|摄像头)/ })
    .first()
    .click();
  await page.getByRole('button', { name: '继续直播' }).click();
  await expect(page.getByText('画面已送出')).toBeVisible({ timeout: 60_000 });
  await expect(show.getByText('主播马上回来')).toHaveCount(0, { timeout: 60_000 });
  await framesAdvance(show);
  await wallHasPicture();
  await framesAdvance(screen);
});
