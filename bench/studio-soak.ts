// The studio's tab through a long show: the real page, a camera, steps and layouts, hidden behind another tab with half a core taken for the second
// half. Memory of its renderer and of its JavaScript, frames, and what the ladder announced.
//   npm run bench studio-soak -- [minutes = 5]
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type DemoServer, startDemo } from '#tests/e2e/demo-server.ts';
import { loadCore } from '#tests/support/busy-core.ts';
import { launchPlainChromium, type PlainTab } from '#tests/support/plain-chromium.ts';
import { until } from '#tests/support/until.ts';
import { progress, Report } from './lib/report.ts';

const minutes = Number(process.argv[2] ?? 5);
const SAMPLE_MS = 10_000;
const SHOW_HOURS = 3;
/** Caches and compiled code settle first; growth is what comes after. */
const SETTLED_SHARE = 0.3;

interface Sample {
  atMs: number;
  renderer: number;
  heap: number;
  fps: number | undefined;
  effort: string;
}

const report = new Report('studio-soak');
const demo = await startDemo();
const chromium = await launchPlainChromium();
let load: { stop(): void } | undefined;
try {
  const studio = await goLive(demo);
  const samples: Sample[] = [];
  const began = performance.now();
  let isHidden = false;
  for (let at = 0; performance.now() - began < minutes * 60_000; at += 1) {
    if (!isHidden && performance.now() - began > minutes * 30_000) {
      await chromium.cover();
      await until(() => studio.evaluate<boolean>('document.visibilityState === "hidden"'));
      load = loadCore(0.5);
      isHidden = true;
      progress('hidden, half a core taken');
    }
    await drive(studio, at);
    await delay(SAMPLE_MS);
    const sample = await look(studio, performance.now() - began);
    samples.push(sample);
    progress(
      `${(sample.atMs / 60_000).toFixed(1)} min: ${sample.renderer.toFixed(0)} MB, heap ${sample.heap.toFixed(1)} MB, ${sample.fps ?? '?'} fps, ${sample.effort}`,
    );
  }
  tell(samples);
} finally {
  load?.stop();
  await chromium.close();
  await demo.stop();
}
report.print();
process.exit();

async function goLive({ url }: DemoServer): Promise<PlainTab> {
  const { episodeId } = (await (await fetch(`${url}/api/demo/story`)).json()) as { episodeId: string };
  const answer = await fetch(`${url}/api/demo/tabs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'host' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const studio = await chromium.open(`${url}/studio/live/${episodeId}#demo=${token}`);
  for (const words of ['摄像头', '开播']) await press(studio, words);
  await until(() => studio.evaluate<boolean>(`document.body.textContent.includes('画面已送出')`), 60_000);
  return studio;
}

async function press(tab: PlainTab, words: string): Promise<void> {
  const find = `[...document.querySelectorAll('button:not(:disabled)')].find((button) => button.textContent.trim() === '${words}')`;
  await until(() => tab.evaluate<boolean>(`Boolean(${find})`), 30_000);
  await tab.evaluate(`${find}.click()`);
}

/** What a host does all evening: on, on, back to the start, another layout, a countdown. */
async function drive(tab: PlainTab, at: number): Promise<void> {
  const keys = ['ArrowRight', '5', '1', 'c', 'ArrowRight', '6', '1', 'p', 'p', 'b'];
  const key = keys[at % keys.length];
  await tab.evaluate(`window.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}' }))`);
}

async function look(tab: PlainTab, atMs: number): Promise<Sample> {
  await tab.call('HeapProfiler.collectGarbage');
  const heap = (await tab.call('Runtime.getHeapUsage')) as { usedSize: number };
  const renderers = (await chromium.processes()).filter(({ type }) => type === 'renderer');
  const sizes = await Promise.all(renderers.map(({ id }) => rss(id)));
  const seen = await tab.evaluate<{ fps: number | undefined; effort: string }>(`(() => {
    const rate = /([\\d.]+) Mbit\\/s · (\\d+) 帧/.exec(document.body.textContent);
    return { fps: rate ? Number(rate[2]) : undefined, effort: document.querySelector('[data-effort]')?.dataset.effort ?? 'full' };
  })()`);
  // The studio is the largest by far: the other tab is empty.
  return { atMs, renderer: Math.max(...sizes) / 1e6, heap: heap.usedSize / 1e6, ...seen };
}

/** Pss: what this process alone has, shared pages in proportion. */
async function rss(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

function tell(samples: readonly Sample[]): void {
  const settled = samples.slice(Math.floor(samples.length * SETTLED_SHARE));
  const hours = ((settled.at(-1)?.atMs ?? 0) - (settled[0]?.atMs ?? 0)) / 3_600_000;
  const note = `a slope over ${(hours * 60).toFixed(1)} min, drawn out to ${SHOW_HOURS} h: not a measurement of ${SHOW_HOURS} h`;
  const grown = (of: (sample: Sample) => number) =>
    slope(settled.map((sample) => ({ x: sample.atMs / 3_600_000, y: of(sample) }))) * SHOW_HOURS;
  const renderer = grown((sample) => sample.renderer);
  report.figure('renderer, end', { value: samples.at(-1)?.renderer ?? 0, unit: 'MB', samples: samples.length });
  report.figure(`renderer growth in ${SHOW_HOURS} h, extrapolated`, { value: renderer, unit: 'MB', samples: settled.length, note });
  report.figure(`JavaScript heap growth in ${SHOW_HOURS} h, extrapolated`, {
    value: grown((sample) => sample.heap),
    unit: 'MB',
    samples: settled.length,
    note,
  });
  report.distribution('frames a second', {
    samples: samples.flatMap(({ fps }) => (fps === undefined ? [] : [fps])),
    unit: 'fps',
    as: 'p50',
  });
  report.figure('samples on a lower rung, announced', {
    value: samples.filter(({ effort }) => effort !== 'full').length,
    unit: 'samples',
    samples: samples.length,
  });
  report.budget(`studio tab growth in ${SHOW_HOURS} h, extrapolated from ${minutes} min, MB`, { limit: 50, value: renderer });
}

/** Least squares: y a unit of x. */
function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}
