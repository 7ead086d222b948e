import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';

/** A real Chromium with the real player: what stands in its frames is what is on the glass. */
export interface RealGlass {
  /** Postings of the slide that stands now. */
  showing(): Promise<string[]>;
  /** Epoch ms of the frame after which the posting was there, or gone. */
  until(postingId: string, state: 'on' | 'off'): Promise<number>;
  untilSlate(state: 'on' | 'off'): Promise<number>;
  close(): Promise<void>;
}

const executablePath =
  process.env.CHROMIUM_BIN ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export async function openGlass(given: { base: string; pairWith: (code: string) => Promise<void> }): Promise<RealGlass> {
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  await page.goto(`${given.base}/screen/`);
  const code = await page.locator('[data-pairing-code]').getAttribute('data-pairing-code', { timeout: 60_000 });
  await given.pairWith(code ?? '');
  await page.locator('.layer.front.up .board').waitFor({ timeout: 60_000 });
  await page.locator('.glass[data-connected=true]').waitFor({ timeout: 60_000 });
  return glassOf(browser, page);
}

function glassOf(browser: Browser, page: Page): RealGlass {
  const watch = (selector: string, wanted: boolean) =>
    page.evaluate(
      ({ selector, wanted }) =>
        new Promise<number>((resolve) => {
          const look = () => {
            if ((document.querySelector(selector) !== null) !== wanted) requestAnimationFrame(look);
            // The frame that follows is the one in which it is painted.
            else requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
          };
          requestAnimationFrame(look);
        }),
      { selector, wanted },
    );
  return {
    showing: () =>
      page.locator('.layer.front.up [data-posting]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-posting') ?? '')),
    until: (postingId, state) => watch(`.layer.front [data-posting="${postingId}"]`, state === 'on'),
    untilSlate: (state) => watch('[data-slate="safe"]', state === 'on'),
    close: () => browser.close(),
  };
}
