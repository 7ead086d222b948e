// A wall for days, in minutes: the player's own time runs so many times as fast (its `hurry`, named in the result), so that as many slides turn as in so
// many hours; between them the safe slate is raised and lifted. Heap after collection, black glass from screenshots, frames lost.
//   npm run bench player [minutes = 20] [hurry = 216] [takeovers = 20]
import { setTimeout as delay } from 'node:timers/promises';
import { startDemo } from '#tests/e2e/demo-server.ts';
import { progress, Report } from './lib/report.ts';
import { disturb, droppedShare, lookOf, newBox, ordinaryDwellMs, screensOf, standingBoard, takeTurns, watchTurns } from './player/wall.ts';

const minutes = Number(process.argv[2] ?? 20);
const hurry = Number(process.argv[3] ?? 216);
const takeovers = Number(process.argv[4] ?? 20);
const sampleMs = 5_000;
/** Caches and compiled code settle first; growth is what comes after. */
const settledShare = 0.25;
/** So many days of an ordinary wall's turns have to fit in. */
const wantedDays = 3;

const report = new Report('player');
const demo = await startDemo();
const screen = (await screensOf(demo)).find(({ glass }) => glass.widthPx === 1920);
if (screen === undefined) throw new Error('the demo has no wall of 1920 pixels');
const swapsADay = 86_400_000 / (await ordinaryDwellMs(demo, screen));
// Without fades: at this pace one would not end before the next begins.
const box = await newBox(screen.glass, true);
try {
  const { context, page } = await box.boot({ isOffline: false, url: `${demo.url}/screen/?as=${screen.id}&hurry=${hurry}` });
  const judge = await context.newPage();
  await page.bringToFront();
  await page.locator(standingBoard).waitFor({ timeout: 120_000 });
  const cdp = await context.newCDPSession(page);
  await watchTurns(page);
  const samples: { swaps: number; heap: number }[] = [];
  let black = 0;
  let looked = 0;
  let raised = 0;
  let turns = 0;
  const frames: number[] = [];
  const began = performance.now();
  const lasts = minutes * 60_000;
  while (performance.now() - began < lasts) {
    await delay(sampleMs);
    const seen = await takeTurns(page);
    turns += seen.turns.length;
    frames.push(...seen.frames);
    const usedSize = await disturb(page, async () => {
      const { mean, spread } = await lookOf(judge, await page.screenshot({ type: 'png' }));
      looked += 1;
      if (mean < 0.02 || spread < 0.01) black += 1;
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize;
    });
    samples.push({ swaps: turns, heap: usedSize });
    if (raised < takeovers && (performance.now() - began) / lasts > raised / takeovers) {
      await takeOver(page);
      raised += 1;
    }
    if (samples.length % 12 === 0)
      progress(`${samples.at(-1)?.swaps} turns, ${Math.round(usedSize / 2 ** 20)} MiB, ${raised} takeovers, ${black} black of ${looked}`);
  }
  const perSwap = slope(samples.slice(Math.floor(samples.length * settledShare)));
  report.figure('hurry', { value: hurry, unit: 'times', note: 'the player’s own time, and so every dwell divided by it' });
  report.figure('turns', {
    value: turns,
    unit: 'turns',
    note: `a page of this wall stands ${(86_400 / swapsADay).toFixed(1)} s on the average`,
  });
  report.figure('days of an ordinary wall', { value: turns / swapsADay, unit: 'days' });
  report.figure('takeovers', { value: raised, unit: 'takeovers' });
  report.figure('heap a turn', { value: perSwap, unit: 'bytes', samples: samples.length });
  report.figure('heap a day', { value: (perSwap * swapsADay) / 2 ** 20, unit: 'MiB', samples: samples.length });
  report.figure('heap at the end', { value: (samples.at(-1)?.heap ?? 0) / 2 ** 20, unit: 'MiB' });
  report.figure('black glass', { value: black, unit: 'screenshots', samples: looked });
  report.figure('frames lost at a turn', { value: 100 * droppedShare(frames), unit: '%', samples: frames.length });
  // The budgets of §9 hold only for what was really gone through.
  report.budget('days of turns', { limit: wantedDays * (minutes / 20), value: turns / swapsADay, atLeast: true });
  report.budget('takeovers', { limit: takeovers, value: raised, atLeast: true });
  report.budget('memory growth, MiB a day', { limit: 5, value: (perSwap * swapsADay) / 2 ** 20 });
  report.budget('black glass, screenshots', { limit: 0, value: black });
  report.budget('frames lost, %', { limit: 0.5, value: 100 * droppedShare(frames) });
  await context.close();
} finally {
  await demo.stop();
  await box.throwAway();
}
report.print();

async function takeOver(page: Awaited<ReturnType<typeof box.boot>>['page']): Promise<void> {
  const answer = await demo.as('admin', 'POST', '/api/screens/takeovers', {
    kind: 'safe-slate',
    minutes: 5,
    target: { kind: 'screen', screenId: screen?.id },
  });
  const { takeoverId } = (await answer.json()) as { takeoverId: string };
  await page.locator('[data-slate="safe"]').waitFor();
  await demo.as('admin', 'DELETE', `/api/screens/takeovers/${takeoverId}`);
  await page.locator('[data-slate]').waitFor({ state: 'detached' });
}

/** Least squares, bytes a turn. */
function slope(points: readonly { swaps: number; heap: number }[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, { swaps }) => sum + swaps, 0) / n;
  const meanY = points.reduce((sum, { heap }) => sum + heap, 0) / n;
  const over = points.reduce((sum, { swaps, heap }) => sum + (swaps - meanX) * (heap - meanY), 0);
  const under = points.reduce((sum, { swaps }) => sum + (swaps - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
