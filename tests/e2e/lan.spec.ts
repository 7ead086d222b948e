import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page } from '@playwright/test';
import { framesAdvance, hangScreen, jobOnGlass, scanGlass } from './support/glass.ts';
import { type Hall, layCable, whyNoHall } from './support/hall.ts';
import { mediaAddress, watchConnections } from './support/media-candidates.ts';
import { invite, type Person } from './support/people.ts';
import { type RunningHouse, startHouse } from './support/running-house.ts';
import { openJob, takePhone } from './support/seeker.ts';
import { pairScreen, planShow, publishJob, staffHouse, station } from './support/station.ts';
import { test } from './support/test.ts';
import { openDevice } from './support/trusting-browser.ts';

// Certificates are checked in earnest: these devices trust the house because its authority is installed.
test.use({ ignoreHTTPSErrors: false, actionTimeout: 30_000, navigationTimeout: 30_000 });

const noHall = await whyNoHall();
test.skip(noHall !== undefined, noHall);

let hall: Hall;
let house: RunningHouse;
const devices: Browser[] = [];
test.beforeAll(async () => {
  hall = await layCable();
  // Nothing says where it stands: neither PUBLIC_URL nor an address for media.
  house = await startHouse({ namespace: hall.houseNamespace, address: hall.houseAddress });
});
test.afterAll(async () => {
  for (const device of devices) await device.close();
  await house?.stop();
  await hall?.close();
});

test('from another machine on the LAN: a wall is paired, a scanned code opens, a show goes out, all by the LAN address', async ({
  launchOptions,
}) => {
  test.setTimeout(240_000);
  let root = '';

  await test.step('a device that trusts nobody yet is told in Chinese what to do, and gets the authority’s certificate', async () => {
    const stranger = await openDevice({ options: launchOptions, namespace: hall.deviceNamespace });
    devices.push(stranger);
    const context = await stranger.newContext({ locale: 'zh-CN' });
    const refused = await context.newPage();
    await expect(refused.goto(`${house.secureUrl}/screen/`)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    const page = await context.newPage();
    await page.goto(`${house.url}/screen/`);
    const notice = page.getByRole('alert');
    await expect(notice).toContainText('HTTPS');
    await expect(notice.getByRole('link').first()).toHaveAttribute('href', `${house.secureUrl}/screen/`);
    await notice.getByRole('link', { name: /安装/ }).click();
    await expect(page.locator('.fingerprint')).toHaveText(/([0-9A-F]{2}:?){32}/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href="/api/trust/root.pem"]').click()]);
    root = await readFile(await download.path(), 'utf8');
    await stranger.close();
  });

  const device = await openDevice({ options: launchOptions, namespace: hall.deviceNamespace, root });
  devices.push(device);
  let host: Person;
  let screen: Page;
  const jobs: { id: string; number: number }[] = [];

  await test.step('staff sign in over HTTPS at the LAN address; the wall is paired by its code', async () => {
    const { admin, clerk, approver } = await staffHouse(device, house);
    screen = await hangScreen(device, house);
    await watchConnections(screen.context());
    await screen.reload();
    expect(await screen.evaluate(() => window.isSecureContext)).toBe(true);
    await pairScreen(clerk, screen);
    for (const trade of ['帮厨', '分拣员']) jobs.push(await publishJob({ clerk, approver }, { trade, places: 3 }));
    host = await invite(device, admin, 'host');
    for (const { page } of [admin, clerk, approver]) await page.context().close();
  });
  const [first, second] = jobs;
  if (!first || !second) throw new Error('no jobs');

  await test.step('the wall’s service worker is in charge: it will boot without a network', async () => {
    const scope = await screen.evaluate(async () => (await navigator.serviceWorker.ready).scope);
    expect(scope).toBe(`${house.secureUrl}/screen/`);
  });

  await test.step('a phone opens what the code on the glass says: the house’s LAN address', async () => {
    await expect(jobOnGlass(screen, first.number)).toBeVisible();
    // A page that has just come up stands for its time; the one with both jobs is the next.
    await expect(jobOnGlass(screen, second.number)).toBeVisible({ timeout: 45_000 });
    const scanned = await scanGlass(screen);
    expect(new URL(scanned).hostname).toBe(hall.houseAddress);
    const phone = await takePhone(device);
    await openJob(phone, scanned, second.number);
    await expect(phone.locator('header')).toContainText(station.name);
    await phone.context().close();
  });

  await test.step('the laptop goes live over HTTPS, and the picture travels between the LAN’s two addresses', async () => {
    await watchConnections(host.page.context());
    await planShow(host, jobs);
    await host.page.getByRole('button', { name: '摄像头' }).click();
    await host.page.getByRole('button', { name: '开播', exact: true }).click();
    await expect(host.page.getByText('画面已送出')).toBeVisible();
    await expect.poll(() => mediaAddress(host.page)).toBe(hall.houseAddress);
    await expect(screen.locator('.live[data-path="webrtc"]')).toBeVisible({ timeout: 45_000 });
    await framesAdvance(screen);
    expect(await mediaAddress(screen)).toBe(hall.houseAddress);
  });

  await test.step('the cable is pulled in the middle of the show: the wall goes back to its own jobs, and to the show when it is in again', async () => {
    await hall.cable('out');
    // No picture for 15 s: then the rotation stands.
    await expect(screen.locator('.live.waiting')).toBeAttached({ timeout: 45_000 });
    await expect(jobOnGlass(screen, second.number)).toBeVisible();
    await hall.cable('in');
    await expect(host.page.getByText('画面已送出')).toBeVisible({ timeout: 60_000 });
    await expect(screen.locator('[data-live][data-picture="true"]')).toBeVisible({ timeout: 60_000 });
    await framesAdvance(screen);
  });
});
