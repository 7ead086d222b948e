import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import type { MeteredFrame, MeterPage } from '#tests/fixtures/live-page/meter.ts';
import { type OwnChromium, openChromium } from '../lib/chromium.ts';
import { ask, dismiss } from '../lib/messages.ts';
import type { Report } from '../lib/report.ts';
import { progress } from '../lib/report.ts';

declare const host: HostPage;
declare const meter: MeterPage;

/** One show: the product, the host's browser and a viewer's browser, each a process that can be told from the others. */
export interface BenchShow {
  readonly episodeId: string;
  readonly origin: string;
  /** Where the program's parts come out as one fragmented MP4. */
  readonly feedPort: number;
  readonly studio: Page;
  readonly phone: Page;
  readonly pids: { product: number | undefined; host: number | undefined; viewer: number | undefined };
  close(): Promise<void>;
}

/** A relay in one of the two lines: is told the SFU's port, and tells its own. */
interface Relay {
  readonly where: 'host' | 'viewer';
  open(sfuPort: number): Promise<number>;
}

/** @param options.canvas `small`: 640 × 360 */
export async function openShow(options: { canvas: 'full' | 'small'; relay?: Relay }): Promise<BenchShow> {
  const product = fork(join(import.meta.dirname, 'product.ts'), {
    env: { ...process.env, BENCH_CANVAS: options.canvas },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const browsers: OwnChromium[] = [];
  const close = async () => {
    await Promise.all(browsers.map((own) => own.close()));
    await dismiss(product);
  };
  try {
    const { origin, feedPort, sfuPort } = await ask<{ origin: string; feedPort: number; sfuPort: number }>(product, { do: 'where' });
    const episodeId = randomUUID();
    await ask(product, { do: 'open', episodeId });
    const [hosts, viewers] = await Promise.all([openChromium(), openChromium()]);
    browsers.push(hosts, viewers);
    const studio = await openPage(hosts, `${origin}/host.html`);
    const relayPort = await options.relay?.open(sfuPort);
    if (relayPort !== undefined && options.relay?.where === 'host') await studio.evaluate((port) => host.useRelay(port), relayPort);
    await studio.evaluate((id) => host.start(id, 'test'), episodeId);
    await until('the host is on air', async () => (await ask<{ isOnAir: boolean }>(product, { do: 'status', episodeId })).isOnAir);
    const phone = await openPage(viewers, `${origin}/meter.html`);
    if (relayPort !== undefined && options.relay?.where === 'viewer') await phone.evaluate((port) => meter.useRelay(port), relayPort);
    return { episodeId, origin, feedPort, studio, phone, pids: { product: product.pid, host: hosts.pid, viewer: viewers.pid }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPage({ browser }: OwnChromium, url: string): Promise<Page> {
  const page = await (
    await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 720 } })
  ).newPage();
  await page.goto(url);
  return page;
}

/** Waits for a fact. @throws Error when it does not come */
export async function until(what: string, ask: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await delay(100);
  }
}

export interface Watched {
  /** Age of each picture, from `settleMs` after the start. */
  readonly ages: number[];
  /** Between two pictures, in the same time. */
  readonly gaps: number[];
  readonly startUpMs: number;
  readonly unread: number;
  readonly stalls: number;
}

/** Lets what was started play, and takes down how old each picture was. */
export async function watch(phone: Page, what: string, { settleMs, measureMs }: { settleMs: number; measureMs: number }): Promise<Watched> {
  await until(`${what}: a picture`, () => phone.evaluate(() => meter.firstFrameMs !== undefined));
  await delay(settleMs + measureMs);
  const seen = await phone.evaluate(() => ({
    frames: meter.frames,
    startedMs: meter.startedMs,
    firstFrameMs: meter.firstFrameMs ?? Number.NaN,
    unread: meter.unread,
    stalls: meter.stalls,
  }));
  const settled = seen.frames.filter(({ atMs }) => atMs >= seen.startedMs + settleMs);
  return {
    ages: settled.map(({ ageMs }) => ageMs),
    gaps: gapsOf(settled),
    startUpMs: seen.firstFrameMs - seen.startedMs,
    unread: seen.unread,
    stalls: seen.stalls,
  };
}

const gapsOf = (frames: readonly MeteredFrame[]): number[] =>
  frames.slice(1).map(({ atMs }, index) => atMs - (frames[index]?.atMs ?? atMs));

/** What a figure of a shared machine is worth nothing without. */
export function noteMachine(report: Report, shares: Record<string, number>): void {
  for (const [name, value] of Object.entries(shares))
    report.figure(`processor: ${name}`, { value, unit: '% of one core', note: 'all of these share the machine’s cores' });
  const [oneMinute = 0] = loadavg();
  report.figure('load average over the last minute', { value: oneMinute, unit: 'processes' });
  progress(
    Object.entries(shares)
      .map(([name, value]) => `${name} ${Math.round(value)} %`)
      .join(', '),
  );
}
