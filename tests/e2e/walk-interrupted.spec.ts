import { type Browser, expect, type Page } from '@playwright/test';
import type { GrabForStaff } from '#server/contract/grabs.ts';
import { framesAdvance, hangScreen, jobOnGlass, scanGlass } from './support/glass.ts';
import { invite, type Person } from './support/people.ts';
import { type RunningHouse, startHouse } from './support/running-house.ts';
import { grab, openJob, takePhone } from './support/seeker.ts';
import { pairScreen, planShow, publishJob, staffHouse, station } from './support/station.ts';
import { test } from './support/test.ts';
import { openDevice } from './support/trusting-browser.ts';

// The walk's core again, once with the wall's network cut and once with the server killed in the middle. Certificates are checked in earnest.
test.use({ ignoreHTTPSErrors: false, actionTimeout: 30_000, navigationTimeout: 30_000 });

let house: RunningHouse;
let browser: Browser;
let admin: Person;
let clerk: Person;
let approver: Person;
test.beforeAll(async ({ launchOptions }) => {
  test.setTimeout(120_000);
  house = await startHouse();
  const root = await (await fetch(`${house.url}/api/trust/root.pem`)).text();
  browser = await openDevice({ options: launchOptions, root });
  ({ admin, clerk, approver } = await staffHouse(browser, house));
});
test.afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

const glass = (screen: Page) => screen.locator('.glass[data-phase]');
const grabsOf = (tail: string) =>
  clerk
    .call<GrabForStaff[]>('GET', `/grabs?region=${station.region}&view=all`)
    .then((grabs) => grabs.filter(({ phoneMasked }) => phoneMasked?.endsWith(tail)));

test('with its network cut the wall plays on, says as of when, boots again from what it kept, and catches up when the line is back', async () => {
  const job = await publishJob({ clerk, approver }, { trade: '帮厨', places: 2 });
  const screen = await hangScreen(browser, house);
  await screen.clock.install();
  await screen.reload();
  await pairScreen(clerk, screen);
  await expect(jobOnGlass(screen, job.number)).toContainText('还剩 2 人');
  const scanned = await scanGlass(screen);
  await screen.evaluate(async () => void (await navigator.serviceWorker.ready));

  await test.step('the line is cut; a phone, on the mobile network, still grabs a place', async () => {
    await screen.context().setOffline(true);
    await expect(glass(screen)).toHaveAttribute('data-connected', 'false');
    const phone = await takePhone(browser);
    await openJob(phone, scanned, job.number);
    await grab(phone, house, '13912340011');
    await phone.context().close();
    await expect(jobOnGlass(screen, job.number)).toContainText('还剩 2 人');
  });

  await test.step('after ten minutes the count is too old to be shown, and 截至 stands on the glass', async () => {
    await screen.clock.fastForward('11:00');
    const asOf = screen.locator('.layer[aria-hidden="false"]').getByText(/截至/).first();
    await expect(asOf).toBeVisible({ timeout: 30_000 });
    await expect(
      screen
        .locator('.layer[aria-hidden="false"]')
        .getByText(/^\d\d:\d\d$/)
        .first(),
    ).toBeVisible();
    await expect(jobOnGlass(screen, job.number)).toBeVisible();
    await expect(jobOnGlass(screen, job.number)).not.toContainText('还剩');
  });

  await test.step('switched off and on without a network, it shows what it has kept', async () => {
    await screen.reload();
    await expect(jobOnGlass(screen, job.number)).toBeVisible({ timeout: 30_000 });
    await expect(glass(screen)).toHaveAttribute('data-connected', 'false');
  });

  await test.step('the line is back: the count is today’s, and the last place greys the row', async () => {
    await screen.context().setOffline(false);
    // The player waits up to 15 s between two tries.
    await expect(jobOnGlass(screen, job.number)).toContainText('还剩 1 人', { timeout: 45_000 });
    const phone = await takePhone(browser);
    await openJob(phone, scanned, job.number);
    await grab(phone, house, '13912340012');
    await expect(jobOnGlass(screen, job.number)).toContainText('已招满');
    await phone.context().close();
  });
  await screen.context().close();
});

test('with the server killed and started again, the wall stands, a grab has happened once or not at all, and the show goes on', async () => {
  test.setTimeout(240_000);
  const first = await publishJob({ clerk, approver }, { trade: '分拣员', places: 3 });
  const second = await publishJob({ clerk, approver }, { trade: '保洁员', places: 3 });
  const screen = await hangScreen(browser, house);
  await pairScreen(clerk, screen);
  await expect(jobOnGlass(screen, first.number)).toContainText('还剩 3 人');
  const scanned = await scanGlass(screen);
  const phone = await takePhone(browser);
  const mobile = '13912340021';

  await test.step('killed -9 while a phone’s code is on its way: the wall goes on', async () => {
    await openJob(phone, scanned, first.number);
    await phone.locator('.bar form button').click();
    await phone.fill('#phone', mobile);
    await phone.getByRole('button', { name: '发验证码' }).click();
    const code = await house.codeFor(mobile);
    const sent = phone.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/code'));
    // Six digits send themselves.
    await phone.fill('input[name=code]', code);
    await sent;
    await house.kill();
    await expect(glass(screen)).toHaveAttribute('data-connected', 'false', { timeout: 60_000 });
    await expect(jobOnGlass(screen, first.number)).toBeVisible();
    await expect(jobOnGlass(screen, second.number)).toBeVisible();
  });

  await test.step('started again: the wall is connected, and the phone’s place is its own once, or free', async () => {
    await house.startAgain();
    await expect(glass(screen)).toHaveAttribute('data-connected', 'true', { timeout: 45_000 });
    const happened = (await grabsOf('0021')).length;
    expect([0, 1]).toContain(happened);
    await expect(jobOnGlass(screen, first.number)).toContainText(`还剩 ${3 - happened} 人`, { timeout: 30_000 });
  });

  await test.step('the person tries again, and has exactly one place', async () => {
    await openJob(phone, scanned, first.number);
    await phone.locator('.bar form button').click();
    // The code may have been spent: who has a session is let through, who has none asks for another.
    await expect(async () => {
      if (/\/me\//.test(phone.url())) return;
      if (!(await phone.locator('input[name=code]').isVisible())) {
        await phone.fill('#phone', mobile);
        await phone.getByRole('button', { name: '发验证码' }).click();
      }
      await phone.fill('input[name=code]', await house.codeFor(mobile), { timeout: 2_000 });
      await phone.waitForURL(/\/me\/[\w-]+/, { timeout: 5_000 });
    }).toPass({ timeout: 90_000, intervals: [2_000] });
    expect(await grabsOf('0021')).toHaveLength(1);
    await expect(jobOnGlass(screen, first.number)).toContainText('还剩 2 人');
  });

  await test.step('killed -9 in the middle of a show: wall, phone and host come back to the same job by themselves', async () => {
    const host = await invite(browser, admin, 'host');
    await planShow(host, [first, second]);
    await host.page.getByRole('button', { name: '测试画面' }).click();
    await host.page.getByRole('button', { name: '开播', exact: true }).click();
    const href = await host.page.getByRole('link', { name: /\/live\// }).getAttribute('href');
    await phone.goto(href ?? '');
    await expect(phone.locator('.picture')).toHaveAttribute('data-path', /webrtc|hls/, { timeout: 45_000 });
    await framesAdvance(phone);
    await framesAdvance(screen);
    await host.page.locator('body').press(' ');
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', String(second.number));

    await house.kill();
    await expect(host.page.getByRole('alert').filter({ hasText: '正在重连' })).toBeVisible({ timeout: 30_000 });
    await expect(screen.locator('.board').first()).toBeVisible();
    await house.startAgain();

    await expect(host.page.getByText('画面已送出')).toBeVisible({ timeout: 45_000 });
    await expect(screen.locator('[data-live][data-picture="true"] .pitch [data-posting]')).toHaveAttribute(
      'data-number',
      String(second.number),
      {
        timeout: 60_000,
      },
    );
    await framesAdvance(screen);
    await expect(phone.locator('.picture')).toHaveAttribute('data-path', /webrtc|hls/, { timeout: 60_000 });
    await framesAdvance(phone);
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', String(second.number));
    await host.page.locator('body').press('b');
    await expect(phone.locator('[data-pitch]')).toHaveAttribute('data-pitch', String(first.number));
    await host.page.getByRole('button', { name: '下播' }).click();
    await host.page.getByRole('button', { name: '结束直播' }).click();
    await expect(screen.locator('[data-live]')).toHaveCount(0);
    await expect(jobOnGlass(screen, second.number)).toBeVisible();
  });
});
