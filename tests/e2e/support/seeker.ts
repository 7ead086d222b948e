import { type Browser, expect, type Page } from '@playwright/test';
import { phone } from './people.ts';
import type { RunningHouse } from './running-house.ts';

/** Somebody's own phone. */
export async function takePhone(browser: Browser): Promise<Page> {
  return (await browser.newContext(phone)).newPage();
}

/** From a slide's list of jobs (or straight) to the one whose number was seen on the glass. */
export async function openJob(page: Page, scanned: string, number: number): Promise<void> {
  await page.goto(scanned);
  const row = page.locator(`a.row#n${number}`);
  if (await row.count()) await row.click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.locator('main .number').first()).toHaveText(String(number));
}

/** Presses 抢, proves the number by the code that was sent to it, and stands before what to do next. */
export async function grab(page: Page, house: RunningHouse, mobile: string): Promise<void> {
  await page.locator('.bar form button').click();
  await page.fill('#phone', mobile);
  await page.getByRole('button', { name: '发验证码' }).click();
  await expect(page.locator('input[name=code]')).toBeVisible();
  await page.fill('input[name=code]', await house.codeFor(mobile));
  await page.waitForURL(/\/me\/[\w-]+/);
}
