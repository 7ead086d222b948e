// The studio's tab through a long show: the real page, a camera, steps and layouts, hidden behind another tab with half a core taken for the second
// half. Memory of its renderer and of its JavaScript, frames, and what the ladder announced.
//   npm run bench studio-soak -- [minutes = 4]
import { setTimeout as delay } from 'node:timers/promises';
import { efforts } from '#server/domain/live/effort.ts';
import { startDemo } from '#tests/e2e/demo-server.ts';
import { loadCore } from '#tests/support/busy-core.ts';
import { launchPlainChromium } from '#tests/support/plain-chromium.ts';
import { until } from '#tests/support/until.ts';
import { progress, Report } from './lib/report.ts';
import { CHINESE, drive, goLive, look, type StudioLook, slope } from './soak/studio-tab.ts';

const minutes = Number(process.argv[2] ?? 4);
const SAMPLE_MS = 10_000;
const SHOW_HOURS = 3;
/** Caches and compiled code settle first; growth is what comes after. */
const SETTLED_SHARE = 0.3;

interface Sample extends StudioLook {
  readonly atMs: number;
}

const report = new Report('studio-soak');
const demo = await startDemo();
const chromium = await launchPlainChromium(CHINESE);
let load: { stop(): void } | undefined;
try {
  const studio = await goLive(demo, chromium, '摄像头');
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
    const sample = { ...(await look(chromium, studio)), atMs: performance.now() - began };
    samples.push(sample);
    progress(
      `${(sample.atMs / 60_000).toFixed(1)} min: ${sample.rendererMb.toFixed(0)} MB, heap ${sample.heapMb.toFixed(1)} MB, ${sample.fps ?? '?'} fps, ${sample.effort}`,
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

function tell(samples: readonly Sample[]): void {
  const settled = samples.slice(Math.floor(samples.length * SETTLED_SHARE));
  const hours = ((settled.at(-1)?.atMs ?? 0) - (settled[0]?.atMs ?? 0)) / 3_600_000;
  const note = `a slope over ${(hours * 60).toFixed(1)} min, drawn out to ${SHOW_HOURS} h: not a measurement of ${SHOW_HOURS} h`;
  const grown = (of: (sample: Sample) => number) =>
    slope(settled.map((sample) => ({ x: sample.atMs / 3_600_000, y: of(sample) }))) * SHOW_HOURS;
  const renderer = grown((sample) => sample.rendererMb);
  report.figure('renderer, end', { value: samples.at(-1)?.rendererMb ?? 0, unit: 'MB', samples: samples.length });
  report.figure(`renderer growth in ${SHOW_HOURS} h, extrapolated`, { value: renderer, unit: 'MB', samples: settled.length, note });
  report.figure(`JavaScript heap growth in ${SHOW_HOURS} h, extrapolated`, {
    value: grown((sample) => sample.heapMb),
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
  // By the rung's own measure (domain/live/effort.ts), which gives a machine eight seconds to recover: twice in a row is longer than that.
  const isSlow = (sample: Sample | undefined) =>
    sample?.effort === 'full' && sample.fps !== undefined && sample.fps < efforts.full.leastFps;
  const silentlySlow = samples.filter((sample, at) => isSlow(sample) && isSlow(samples[at - 1]));
  report.budget('times that pictures were too few for ten seconds and nothing was announced', { limit: 0, value: silentlySlow.length });
  report.budget(`studio tab growth in ${SHOW_HOURS} h, extrapolated from ${minutes} min, MB`, { limit: 50, value: renderer });
}
