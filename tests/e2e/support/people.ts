import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { StaffRole } from '#server/domain/access/actor.ts';
import type { RunningHouse } from './running-house.ts';

const password = 'a long phrase of theirs';

export const laptop = { viewport: { width: 1280, height: 800 }, locale: 'zh-CN' } satisfies BrowserContextOptions;
export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 3,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
} satisfies BrowserContextOptions;

/** Somebody at a browser of their own, signed in. */
export interface Person {
  page: Page;
  username: string;
  /** Asks the API from their page, with their session. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const personOn = (page: Page, username: string): Person => ({
  page,
  username,
  call: (method, path, body) => callFrom(page, method, path, body),
});

export async function callFrom<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const init: { method: string; headers?: Record<string, string>; body?: string } = {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
  const { status, text } = await page.evaluate(
    async (asked) => {
      const response = await fetch(asked.url, asked.init);
      return { status: response.status, text: await response.text() };
    },
    { url: `/api${path}`, init },
  );
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Opens a set-up or invitation link, chooses name and password, and stands in the studio. */
export async function join(browser: Browser, link: string, name: string, options: BrowserContextOptions = {}): Promise<Person> {
  const page = await (await browser.newContext({ ...laptop, permissions: ['camera', 'microphone'], ...options })).newPage();
  await page.goto(link);
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('登录名').fill(name);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.locator('#main')).toBeVisible();
  return personOn(page, name);
}

/** The same person at another device. */
export async function signIn(
  browser: Browser,
  house: RunningHouse,
  username: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const page = await (await browser.newContext({ ...laptop, permissions: ['camera', 'microphone'], ...options })).newPage();
  await page.goto(`${house.secureUrl}/studio/sign-in`);
  await page.getByLabel('登录名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.locator('#main')).toBeVisible();
  return personOn(page, username);
}

/** The administrator invites a colleague, who opens the link at once. */
export async function invite(browser: Browser, admin: Person, role: StaffRole, name: string = role): Promise<Person> {
  const { url } = await admin.call<{ url: string }>('POST', '/staff/invitations', { role });
  return join(browser, url, name);
}
