import type { Page } from '@playwright/test';
import { TIME_BARS } from '../../studio/src/lib/program/test-picture.ts';
import { BARS, BARS_WRAP_MS, momentOf } from '../../studio/src/lib/program/time-bars.ts';
import type { OwnChromium } from '../lib/chromium.ts';
import { until } from '../live/show.ts';

/** What a phone saw since it was last asked. */
export interface PhoneLook {
  /** Of each fifth picture: reading the clock takes as long as drawing, and the machine is shared with what is measured. */
  readonly ages: number[];
  readonly frames: number;
  /** Between two pictures, longer than anybody overlooks. */
  readonly gaps: number;
  readonly stalls: number;
  readonly path: string;
}

interface Taken {
  frames: number;
  read: { atMs: number; bars: string }[];
  gaps: number;
  stalls: number;
  path: string;
}
declare const soakMeter: { take(): Taken };

/** The longest that the budget of LL-HLS lets pass between two pictures. */
const GAP_MS = 250;
const READ_EVERY = 5;

/** The show's own page over LL-HLS, which reads the clock in its picture. */
export async function openPhone({ browser }: OwnChromium, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  await page.goto(url);
  await until('a phone has a picture', async () => (await page.locator('.picture').getAttribute('data-path')) === 'hls');
  await page.evaluate(installMeter, { bars: TIME_BARS, count: BARS, gapMs: GAP_MS, readEvery: READ_EVERY });
  return page;
}

export async function lookAt(page: Page): Promise<PhoneLook> {
  const { read, ...rest } = await page.evaluate(() => soakMeter.take());
  const ages = read.flatMap(({ atMs, bars }) => {
    const moment = momentOf(Array.from(bars, (bar) => (bar === '1' ? 255 : 0)));
    return moment === undefined ? [] : [(((atMs - moment) % BARS_WRAP_MS) + BARS_WRAP_MS) % BARS_WRAP_MS];
  });
  return { ages, ...rest };
}

/** Runs in the page, by itself. */
function installMeter({
  bars,
  count,
  gapMs,
  readEvery,
}: {
  bars: { x: number; y: number; width: number; height: number };
  count: number;
  gapMs: number;
  readEvery: number;
}): void {
  const video = document.querySelector('video');
  const strip = new OffscreenCanvas(count * 4, 4).getContext('2d', { willReadFrequently: true });
  if (!video || !strip) throw new Error('the page has no picture');
  let taken: Taken = { frames: 0, read: [], gaps: 0, stalls: 0, path: '' };
  let lastMs: number | undefined;
  video.addEventListener('waiting', () => {
    taken.stalls += 1;
  });
  const look = () => {
    const atMs = performance.timeOrigin + performance.now();
    if (lastMs !== undefined && atMs - lastMs > gapMs) taken.gaps += 1;
    lastMs = atMs;
    taken.frames += 1;
    if (taken.frames % readEvery === 0) read(atMs);
    video.requestVideoFrameCallback(look);
  };
  const read = (atMs: number) => {
    const [x, y] = [video.videoWidth / 1280, video.videoHeight / 720];
    strip.drawImage(video, bars.x * x, (bars.y + 8) * y, bars.width * x, (bars.height - 16) * y, 0, 0, count * 4, 4);
    const { data } = strip.getImageData(0, 2, count * 4, 1);
    taken.read.push({
      atMs,
      bars: Array.from({ length: count }, (_, bar) => ((data[(bar * 4 + 2) * 4 + 1] ?? 0) > 127 ? '1' : '0')).join(''),
    });
  };
  video.requestVideoFrameCallback(look);
  const take = (): Taken => {
    const path = document.querySelector<HTMLElement>('.picture')?.dataset.path ?? 'none';
    const now = { ...taken, path };
    taken = { frames: 0, read: [], gaps: 0, stalls: 0, path: '' };
    return now;
  };
  Object.assign(window, { soakMeter: { take } });
}
