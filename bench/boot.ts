// From switching a box on to its first slide: browser, page, what is kept, the slide painted. Online, and without a network at all; and then from the
// network's return to the line.
//   npm run bench boot [starts = 5]
import { performance } from 'node:perf_hooks';
import { startDemo } from '#tests/e2e/demo-server.ts';
import { progress, Report } from './lib/report.ts';
import { newBox, screensOf, standingBoard } from './player/wall.ts';

const starts = Number(process.argv[2] ?? 5);
/** design.md §9: back within 45 s of power. The machine's own start, before a browser can be, is not ours and takes 15 of them. */
const limitMs = 30_000;
const networkLimitMs = 10_000;

const report = new Report('boot');
const demo = await startDemo();
try {
  const [screen] = await screensOf(demo);
  if (screen === undefined) throw new Error('the demo has no screens');
  const url = `${demo.url}/screen/?as=${screen.id}`;
  const box = await newBox(screen.glass);
  try {
    const took: Record<'first' | 'online' | 'offline' | 'network', number[]> = { first: [], online: [], offline: [], network: [] };
    for (let start = 0; start <= 2 * starts; start += 1) {
      const kind = start === 0 ? 'first' : start % 2 === 1 ? 'online' : 'offline';
      const pressed = performance.now();
      const { context, page } = await box.boot({ isOffline: kind === 'offline', url });
      await page.locator(standingBoard).waitFor({ timeout: 120_000 });
      took[kind].push(performance.now() - pressed);
      progress(`${kind}: ${Math.round(took[kind].at(-1) ?? 0)} ms`);
      // Whatever the first start keeps must be kept before the power goes.
      if (kind === 'first') await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      if (kind === 'offline') {
        await page.locator('.glass[data-connected="false"]').waitFor();
        const back = performance.now();
        await context.setOffline(false);
        await page.locator('.glass[data-connected="true"]').waitFor({ timeout: 120_000 });
        took.network.push(performance.now() - back);
        progress(`network: ${Math.round(took.network.at(-1) ?? 0)} ms`);
      }
      // A box is not switched on ten times in two minutes: it would wait longer each time before it asks anybody.
      await page.evaluate(() => {
        for (const key of Object.keys(localStorage)) if (key.startsWith('gangbo-player-boots')) localStorage.removeItem(key);
      });
      await context.close();
    }
    report.distribution('power on → first slide, never started before', { samples: took.first, unit: 'ms', as: 'max' });
    report.distribution('power on → first slide, online', { samples: took.online, unit: 'ms', as: 'max' });
    report.distribution('power on → first slide, offline', { samples: took.offline, unit: 'ms', as: 'max' });
    report.distribution('network back → connected', { samples: took.network, unit: 'ms', as: 'max' });
    report.budget('network back → connected, ms', { limit: networkLimitMs, value: Math.max(...took.network) });
    for (const kind of ['online', 'offline'] as const)
      report.budget(`power on → first slide, ${kind}, ms`, { limit: limitMs, value: Math.max(...took[kind]) });
  } finally {
    await box.throwAway();
  }
} finally {
  await demo.stop();
}
report.print();
