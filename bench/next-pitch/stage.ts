import type { Page } from '@playwright/test';
import { type DemoServer, startDemo } from '#tests/e2e/demo-server.ts';
import { TIME_BARS } from '../../studio/src/lib/program/test-picture.ts';
import { BARS } from '../../studio/src/lib/program/time-bars.ts';
import { type OwnChromium, openChromium } from '../lib/chromium.ts';
import { until } from '../live/show.ts';
import { installWatch } from './page-watch.ts';

/** Where the compositor puts the code in a lying picture, with room around it. */
const CODE_CORNER = { x: 960, y: 230, width: 300, height: 340 };
const PHONE = { width: 390, height: 844 };

/** The whole product with its demo, a host's browser and a browser with real phone pages, each a process that can be told from the others. */
export interface PitchStage {
  readonly demo: DemoServer;
  readonly studio: Page;
  /** By the path that each is to take. */
  readonly phones: { readonly webrtc: Page; readonly hls: Page };
  readonly slug: string;
  readonly pids: { product: number | undefined; host: number | undefined; viewers: number | undefined };
  close(): Promise<void>;
}

export async function openStage(): Promise<PitchStage> {
  const demo = await startDemo();
  const browsers: OwnChromium[] = [];
  const close = async () => {
    await Promise.all(browsers.map((own) => own.close()));
    await demo.stop();
  };
  try {
    const [hosts, viewers] = await Promise.all([openChromium(), openChromium()]);
    browsers.push(hosts, viewers);
    const { episodeId, showSlug: slug } = (await (await fetch(`${demo.url}/api/demo/story`)).json()) as {
      episodeId: string;
      showSlug: string;
    };
    const studio = await goLive(demo, hosts, episodeId);
    const phones = {
      webrtc: await openPhone(viewers, `${demo.url}/live/${slug}`),
      hls: await openPhone(viewers, `${demo.url}/live/${slug}?via=hls`),
    };
    const pids = { product: demo.pid, host: hosts.pid, viewers: viewers.pid };
    return { demo, studio, phones, slug, pids, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function goLive(demo: DemoServer, { browser }: OwnChromium, episodeId: string): Promise<Page> {
  const answer = await fetch(`${demo.url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const page = await (
    await browser.newContext({ locale: 'zh-CN', permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 800 } })
  ).newPage();
  await page.goto(`${demo.url}/studio/live/${episodeId}#demo=${token}`);
  await page.getByRole('button', { name: '测试画面' }).click();
  await page.getByRole('button', { name: '开播', exact: true }).click();
  await page.getByText('画面已送出').waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    // When the key went down, as the browser says it, before anything of the page has run.
    addEventListener('keydown', (event) => Object.assign(window, { keyAtMs: performance.timeOrigin + event.timeStamp }), { capture: true });
  });
  return page;
}

async function openPhone({ browser }: OwnChromium, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: PHONE, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await page.goto(url);
  await until('a phone has a picture', async () => /webrtc|hls/.test((await page.locator('.picture').getAttribute('data-path')) ?? ''));
  await page.evaluate(installWatch, { code: CODE_CORNER, bars: TIME_BARS, barCount: BARS });
  return page;
}
