import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { readCodes } from '#tests/support/read-codes.ts';
import type { RunningHouse } from './running-house.ts';

/** A device on the wall: nothing is set on it but the house's address. */
export async function hangScreen(browser: Browser, house: RunningHouse, size = { width: 1920, height: 1080 }): Promise<Page> {
  const page = await (await browser.newContext({ viewport: size, locale: 'zh-CN' })).newPage();
  await page.goto(`${house.secureUrl}/screen/`);
  return page;
}

/** What stands on the device that waits for a station: read as a clerk reads it. */
export async function codeOnDevice(screen: Page): Promise<string> {
  const code = screen.locator('[data-pairing-code]');
  await expect(code).toBeVisible();
  return ((await code.textContent()) ?? '').replace(/\s/g, '');
}

/** One job as it stands on the slide that is up. */
export const jobOnGlass = (screen: Page, number: number): Locator =>
  screen.locator(`.layer[aria-hidden="false"] [data-posting][data-number="${number}"]`);

/** Every code that a phone's camera would find on this glass now: read from its pixels, not from its document. */
export const codesOn = async (page: Page): Promise<string[]> => readCodes(await page.screenshot());

/** Waits until the glass's pixels hold a code that was not among the known ones; answers its address. */
export async function scanGlass(screen: Page, known: readonly string[] = []): Promise<string> {
  let read: string | undefined;
  await expect
    .poll(
      async () => {
        read = (await codesOn(screen)).find((text) => linkInCode.test(text) && !known.includes(text));
        return read ?? 'no new code';
      },
      { timeout: 20_000, intervals: [100, 250, 500] },
    )
    .toMatch(linkInCode);
  return read ?? '';
}

const linkInCode = /^https?:\/\/[^/]+\/j\/[0-9A-HJKMNP-TV-Z]{8}$/;

/** New pictures are being presented from now on, counted by the browser's own compositor: a frozen video has none, and one without a source has no size. */
export async function framesAdvance(page: Page, most = 20): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector('video') as CountedVideo | null;
    if (video) video.gangboFrames = 0;
  });
  await page.waitForFunction(
    (wanted) => {
      const video = document.querySelector('video') as CountedVideo | null;
      if (!video) return false;
      if (!video.isGangboCounted) {
        video.isGangboCounted = true;
        video.gangboFrames = 0;
        const count = () => {
          video.gangboFrames = (video.gangboFrames ?? 0) + 1;
          video.requestVideoFrameCallback(count);
        };
        video.requestVideoFrameCallback(count);
      }
      return video.videoWidth > 0 && (video.gangboFrames ?? 0) >= wanted;
    },
    most,
    { timeout: 20_000, polling: 100 },
  );
}

type CountedVideo = HTMLVideoElement & { gangboFrames?: number; isGangboCounted?: boolean };
