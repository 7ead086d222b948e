import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import type { SignedManifest } from '#server/domain/board/manifest.ts';
import { slotMs } from '#server/domain/screen/cadence.ts';
import type { DemoServer } from '#tests/e2e/demo-server.ts';
import { chromiumPath } from '../lib/chromium.ts';

export interface DemoScreen {
  id: string;
  station: { id: string };
  glass: { name: string; widthPx: number; heightPx: number };
}

export const screensOf = async (demo: DemoServer) => (await (await demo.as('admin', 'GET', '/api/screens')).json()) as DemoScreen[];

/** How long a page of this wall stands on the average, ms: what an ordinary day of it turns on. */
export async function ordinaryDwellMs(demo: DemoServer, { id }: DemoScreen): Promise<number> {
  const { slides } = (await (await demo.as('admin', 'GET', `/api/screens/${id}/manifest`)).json()) as SignedManifest;
  const pages = slides.filter(({ kind }) => kind === 'jobs');
  if (pages.length === 0) throw new Error('a wall without jobs');
  return pages.reduce((sum, page) => sum + slotMs(page), 0) / pages.length;
}

/** A box: a browser with a profile that outlives it. */
export interface Box {
  profile: string;
  /** Switched on; the page is asked for at once. */
  boot(given: { isOffline: boolean; url: string }): Promise<{ context: BrowserContext; page: Page }>;
  /** Switched off, and its disk with it. */
  throwAway(): Promise<void>;
}

export async function newBox({ widthPx, heightPx }: DemoScreen['glass'], calm = false): Promise<Box> {
  const profile = await mkdtemp(join(tmpdir(), 'gangbo-bench-box-'));
  const executablePath = chromiumPath();
  let running: BrowserContext | undefined;
  return {
    profile,
    async boot({ isOffline, url }) {
      const context = await chromium.launchPersistentContext(profile, {
        ...(executablePath ? { executablePath } : {}),
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--autoplay-policy=no-user-gesture-required',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--disable-quic',
          '--no-first-run',
          '--enable-precise-memory-info',
        ],
        viewport: { width: widthPx, height: heightPx },
        locale: 'zh-CN',
        offline: isOffline,
        ...(calm ? { reducedMotion: 'reduce' as const } : {}),
      });
      running = context;
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(url);
      return { context, page };
    },
    async throwAway() {
      // A browser that still writes would keep its folder from going.
      await running?.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

export const standingBoard = '.layer.front.up .board';

/** What each turn of the pages was, in the page's own clock: when the next one began to rise, which it is, how much of the page moved that should not. */
export interface Turns {
  turns: { atMs: number; id: string }[];
  /** Sum of the layout shifts (CLS), which a swap should have none of. */
  shifted: number;
  /** Time between two frames while slides turn, ms. */
  frames: number[];
  /** Somebody takes a picture, or counts the heap: whatever is lost then is lost to that. */
  isDisturbed: boolean;
}

/** Watches from within: a camera from without would cost the frames that are counted. */
export async function watchTurns(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Turns = { turns: [], shifted: 0, frames: [], isDisturbed: false };
    Object.assign(window, { seenTurns: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifted += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: false });
    let standing: Element | null = document.querySelector('.layer.front');
    let last = performance.now();
    let swapAt = Number.NEGATIVE_INFINITY;
    const look = (now: number) => {
      const front = document.querySelector('.layer.front');
      if (front !== standing) {
        standing = front;
        swapAt = now;
        seen.turns.push({
          atMs: performance.timeOrigin + performance.now(),
          id: document.querySelector('.glass')?.getAttribute('data-slide') ?? '',
        });
      }
      if (now - swapAt < 600 && now > last && !seen.isDisturbed) seen.frames.push(now - last);
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

export const turnsOf = (page: Page) => page.evaluate(() => (window as unknown as { seenTurns: Turns }).seenTurns);

/** What was seen since the last time, taken off the page: days of it would look like a leak of the player's. */
export async function takeTurns(page: Page): Promise<Turns> {
  return page.evaluate(() => {
    const { seenTurns: seen } = window as unknown as { seenTurns: Turns };
    const taken = { ...seen };
    Object.assign(seen, { turns: [], shifted: 0, frames: [] });
    return taken;
  });
}

/** A picture, a count of the heap: the frames lost to that are not the player's. */
export async function disturb<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const set = (isDisturbed: boolean) =>
    page.evaluate((is) => void Object.assign((window as unknown as { seenTurns: Turns }).seenTurns, { isDisturbed: is }), isDisturbed);
  await set(true);
  const done = await work();
  await set(false);
  return done;
}

/** Frames that should have come and did not, of sixty a second. */
export function droppedShare(frames: readonly number[]): number {
  const frameMs = 1_000 / 60;
  const due = frames.reduce((sum, ms) => sum + Math.max(1, Math.round(ms / frameMs)), 0);
  return due === 0 ? 0 : 1 - frames.length / due;
}

/** How bright a screenshot is, and how much it varies: judged in the browser, which can read a PNG. */
export async function lookOf(judge: Page, shot: Buffer): Promise<{ mean: number; spread: number }> {
  return judge.evaluate(
    async (data) => {
      const image = new Image();
      image.src = data;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = 64;
      canvas.height = 36;
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.drawImage(image, 0, 0, 64, 36);
      const { data: rgba } = pen.getImageData(0, 0, 64, 36);
      const values: number[] = [];
      for (let at = 0; at < rgba.length; at += 4) values.push(((rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0)) / 765);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, spread: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
    },
    `data:image/png;base64,${shot.toString('base64')}`,
  );
}
