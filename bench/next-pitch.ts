// The next job: the host's key, then the card on every phone and the code in every picture. Real pages on each path read the code out of their own video's
// pixels and say when it changed and when their card did; hundreds of protocol clients say when they heard of it, and are held to those pictures.
// `npm run bench next-pitch [phones] [steps]`.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readCodes } from '#tests/support/read-codes.ts';
import { BARS_WRAP_MS, momentOf } from '../studio/src/lib/program/time-bars.ts';
import { ask } from './lib/messages.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { noteMachine, until } from './live/show.ts';
import type { PageWatch } from './next-pitch/page-watch.ts';
import { openStage } from './next-pitch/stage.ts';

declare const pitchWatch: PageWatch;
declare const keyAtMs: number | undefined;

const phones = Number(process.argv[2] ?? 500);
const steps = Number(process.argv[3] ?? 20);
const LIMIT_MS = 300;
const SEEN_WITHIN_MS = 10_000;
/** The sender's first reports say which picture has which time. */
const SETTLE_MS = 6_000;
const paths = ['webrtc', 'hls'] as const;
type Path = (typeof paths)[number];

interface Step {
  /** From the key to this phone's news, for every protocol client. */
  readonly news: number[];
  /** Of the studio's own request: from the key until it is asked, and until it is answered. */
  readonly asked: number | undefined;
  readonly answered: number | undefined;
  readonly on: Partial<
    Record<
      Path,
      { cardAfterPicture: number; keyToCard: number; keyToCode: number; pictureAge: number | undefined; newsAfterPicture: number[] }
    >
  >;
}

const report = new Report('next-pitch');
const crowd = fork(join(import.meta.dirname, 'next-pitch', 'crowd.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
const stage = await openStage();
try {
  await ask(crowd, { do: 'open', url: `${stage.demo.url}/api/live/shows/${stage.slug}/events?chat=1`, count: phones });
  progress(`${phones} phones listen, ${paths.length} real ones watch`);
  await delay(SETTLE_MS);
  const { pids } = stage;
  const cores = new CoreShares({
    'product (server and media worker)': [pids.product],
    'host’s browser': [pids.host],
    'real phones’ browser': [pids.viewers],
    'generator (protocol phones)': [crowd.pid],
  });
  const seen: Step[] = [];
  let seq = 0;
  for (let n = 0; n < steps; n += 1) {
    const { step, seq: now } = await press(n % 2 === 0 ? 'ArrowRight' : 'b', seq);
    seq = now;
    seen.push(step);
    progress(
      `step ${n + 1}: ${paths.map((path) => `${path} ${Math.round(step.on[path]?.cardAfterPicture ?? Number.NaN)} ms`).join(', ')}, news ${Math.round(quantile(step.news, 0.95))} ms, asked ${Math.round(step.asked ?? Number.NaN)} ms, answered ${Math.round(step.answered ?? Number.NaN)} ms`,
    );
    // Not always at the same place of a segment.
    await delay(400 + ((n * 370) % 1_000));
  }
  noteMachine(report, cores.read());
  const { lost } = await ask<{ lost: number }>(crowd, { do: 'counted' });
  tell(seen, lost);
  report.print();
} finally {
  await stage.close();
  crowd.kill();
}

async function press(key: string, after: number): Promise<{ step: Step; seq: number }> {
  const pages = stage.phones;
  const before: Record<Path, string | undefined> = { webrtc: undefined, hls: undefined };
  for (const path of paths) before[path] = await linkIn(await pages[path].evaluate(() => pitchWatch.begin()));
  await stage.studio.evaluate(() => performance.clearResourceTimings());
  await stage.studio.keyboard.press(key);
  const pressedMs = (await stage.studio.evaluate(() => keyAtMs)) ?? Number.NaN;
  const news = await ask<{ seq: number; at: number[] }>(crowd, { do: 'heard', after, count: phones, withinMs: SEEN_WITHIN_MS });
  const request = await stage.studio.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const found = entries.find(({ name }) => name.endsWith('/step'));
    return found && { askedMs: performance.timeOrigin + found.startTime, answeredMs: performance.timeOrigin + found.responseEnd };
  });
  const step: Step = {
    news: news.at.map((atMs) => atMs - pressedMs),
    asked: request && request.askedMs - pressedMs,
    answered: request && request.answeredMs - pressedMs,
    on: {},
  };
  for (const path of paths) {
    await until(`card and code on ${path}`, () => pages[path].evaluate(() => pitchWatch.isComplete), SEEN_WITHIN_MS).catch(() => undefined);
    const { cardAtMs, frames, path: taken } = await pages[path].evaluate(() => pitchWatch.read());
    if (taken !== path || cardAtMs === undefined) continue;
    for (const { atMs, levels, png } of frames) {
      const link = await linkIn(png);
      // Half of the old code and half of the new can't be read: the first picture that a phone could scan counts.
      if (link === undefined || link === before[path]) continue;
      const moment = momentOf(levels);
      step.on[path] = {
        cardAfterPicture: cardAtMs - atMs,
        keyToCard: cardAtMs - pressedMs,
        keyToCode: atMs - pressedMs,
        pictureAge: moment === undefined ? undefined : (((atMs - moment) % BARS_WRAP_MS) + BARS_WRAP_MS) % BARS_WRAP_MS,
        newsAfterPicture: news.at.map((heardMs) => Math.max(heardMs - atMs, 0)),
      };
      break;
    }
  }
  return { step, seq: news.seq };
}

async function linkIn(png: string): Promise<string | undefined> {
  return (await readCodes(Buffer.from(png, 'base64'))).find((text) => text.includes('/j/'));
}

function tell(seen: readonly Step[], lost: number): void {
  const news = seen.flatMap((step) => step.news);
  report.distribution(`key to news, ${phones} phones`, { samples: news, unit: 'ms', as: 'p95' });
  // Where the news is late, this says on whose way: the studio's page, or the server.
  for (const part of ['asked', 'answered'] as const) {
    const samples = seen.flatMap((step) => step[part] ?? []);
    if (samples.length > 0) report.distribution(`key to the studio’s request, ${part}`, { samples, unit: 'ms', as: 'p95' });
  }
  report.figure('phones that lost their stream', { value: lost, unit: 'phones', samples: phones });
  report.budget('phones that heard of every step', { limit: phones * seen.length, value: news.length, atLeast: true });
  for (const path of paths) {
    const on = seen.flatMap((step) => step.on[path] ?? []);
    report.budget(`${path}: steps seen with card and decodable code`, { limit: seen.length, value: on.length, atLeast: true });
    if (on.length === 0) continue;
    const apart = on.map(({ cardAfterPicture }) => cardAfterPicture);
    report.distribution(`${path}: card after its own picture’s code (− before), real page`, { samples: apart, unit: 'ms', as: 'p50' });
    report.distribution(`${path}: key to decodable code in the picture`, {
      samples: on.map((one) => one.keyToCode),
      unit: 'ms',
      as: 'p95',
    });
    report.distribution(`${path}: key to card`, { samples: on.map((one) => one.keyToCard), unit: 'ms', as: 'p95' });
    const ages = on.flatMap(({ pictureAge }) => pictureAge ?? []);
    if (ages.length > 0) report.distribution(`${path}: age of that picture, by the clock in it`, { samples: ages, unit: 'ms', as: 'p50' });
    report.budget(`${path}: card against its own picture, p95 of the amount, ms`, {
      limit: LIMIT_MS,
      value: quantile(apart.map(Math.abs), 0.95),
    });
    // A protocol client has no picture of its own: its news must be there when a picture of this path is.
    const late = on.flatMap(({ newsAfterPicture }) => newsAfterPicture);
    report.distribution(`${path}: news after the picture, ${phones} phones (0: it waits for the picture)`, {
      samples: late,
      unit: 'ms',
      as: 'p95',
    });
    report.budget(`${path}: news after the picture, p95, ms`, { limit: LIMIT_MS, value: quantile(late, 0.95) });
  }
}
