// A whole show, as long as it takes: the real studio page, the whole product, a phone over LL-HLS that reads the clock in its picture. Samples are appended to a
// folder every ten seconds; a run that was interrupted goes on from there, as a further piece, until all the minutes have been watched.
//   npm run bench soak -- [folder = data/soak] [minutes of this piece = 120] [minutes in all = 120] [a further place for the curves]
// Nought minutes: only tell and draw what there is.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startDemo } from '#tests/e2e/demo-server.ts';
import { launchPlainChromium } from '#tests/support/plain-chromium.ts';
import { openChromium } from './lib/chromium.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { drawCurves } from './soak/curves.ts';
import { Notes } from './soak/notes.ts';
import { lookAt, openPhone } from './soak/phone-tab.ts';
import { CHINESE, goLive, look, residentMb, slope, strike } from './soak/studio-tab.ts';

const [folder = 'data/soak', pieceMinutes = '120', allMinutes = '120', drawing] = process.argv.slice(2);
const SAMPLE_MS = 10_000;
/** The host steps to another job before each third sample. */
const STEP_EVERY = 3;
/** Caches and compiled code settle first; growth is what comes after. */
const SETTLED_SHARE = 0.2;
/** A slope over less than this says nothing about hours. */
const LEAST_FOR_GROWTH_MS = 30 * 60_000;
const SHOW_HOURS = 3;

const notes = await Notes.open(resolve(folder));
const leftMs = Math.min(Number(pieceMinutes) * 60_000, Number(allMinutes) * 60_000 - notes.totalMs);
let isAskedToEnd = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isAskedToEnd = true;
  });
}
if (leftMs > 0) await watchPiece();
if (notes.samples.length === 0) throw new Error(`nothing has been seen yet in ${folder}`);
const svg = drawCurves(notes.samples);
await writeFile(join(folder, 'curves.svg'), svg);
if (drawing) await writeFile(drawing, svg);
tell();
process.exit();

async function watchPiece(): Promise<void> {
  const piece = notes.nextPiece;
  const before = notes.totalMs;
  progress(`piece ${piece}: ${(leftMs / 60_000).toFixed(1)} min, ${(before / 60_000).toFixed(1)} min watched before`);
  const demo = await startDemo();
  const chromium = await launchPlainChromium(CHINESE);
  const viewers = await openChromium({ endsBySignal: false });
  try {
    const studio = await goLive(demo, chromium, '测试画面');
    const { showSlug } = (await (await fetch(`${demo.url}/api/demo/story`)).json()) as { showSlug: string };
    const phone = await openPhone(viewers, `${demo.url}/live/${showSlug}?via=hls`);
    await delay(SAMPLE_MS);
    // The first seconds after joining are a start and not the show.
    await lookAt(phone);
    const began = performance.now();
    for (let at = 0; performance.now() - began < leftMs && !isAskedToEnd; at += 1) {
      // There and back: the layout with the clock stays, the card and its code change.
      if (at % STEP_EVERY === 0) await strike(studio, at % (2 * STEP_EVERY) === 0 ? 'ArrowRight' : 'b');
      await delay(SAMPLE_MS);
      const [desk, seen, serverMb] = [await look(chromium, studio), await lookAt(phone), await residentMb(demo.pid)];
      const pieceMs = performance.now() - began;
      await notes.add({
        piece,
        pieceMs,
        totalMs: before + pieceMs,
        rendererMb: desk.rendererMb,
        heapMb: desk.heapMb,
        serverMb,
        ...(desk.fps !== undefined && { sentFps: desk.fps }),
        effort: desk.effort,
        ...(seen.ages.length > 0 && { latencyP50: quantile(seen.ages, 0.5), latencyP95: quantile(seen.ages, 0.95) }),
        seenFps: (seen.frames * 1000) / SAMPLE_MS,
        gaps: seen.gaps,
        stalls: seen.stalls,
        path: seen.path,
      });
      const last = notes.samples.at(-1);
      progress(
        `${((last?.totalMs ?? 0) / 60_000).toFixed(1)} min: tab ${last?.rendererMb.toFixed(0)} MB, server ${serverMb.toFixed(0)} MB, ${last?.latencyP50?.toFixed(0) ?? '?'} ms over ${last?.path}, ${last?.seenFps.toFixed(0)} fps, ${seen.gaps} gaps`,
      );
    }
  } finally {
    await Promise.all([chromium.close(), viewers.close()]);
    await demo.stop();
  }
}

function tell(): void {
  const report = new Report('soak');
  const { samples, longestPiece } = notes;
  const longestMs = longestPiece.at(-1)?.pieceMs ?? 0;
  report.figure('watched', { value: notes.totalMs / 60_000, unit: 'min', samples: samples.length });
  report.figure('watched without interruption, longest', { value: longestMs / 60_000, unit: 'min', samples: longestPiece.length });
  const medians = samples.flatMap(({ latencyP50 }) => latencyP50 ?? []);
  const tails = samples.flatMap(({ latencyP95 }) => latencyP95 ?? []);
  report.distribution('LL-HLS glass to glass, median of each ten seconds', { samples: medians, unit: 'ms', as: 'p50' });
  report.distribution('LL-HLS glass to glass, p95 of each ten seconds', { samples: tails, unit: 'ms', as: 'p50' });
  report.distribution('pictures a second on the phone', { samples: samples.map(({ seenFps }) => seenFps), unit: 'fps', as: 'p50' });
  const gaps = samples.reduce((sum, sample) => sum + sample.gaps, 0);
  report.figure('gaps over 250 ms', { value: gaps, unit: 'times', samples: samples.length });
  const atSteps = [...Map.groupBy(samples, ({ piece }) => piece).values()].flatMap((piece) =>
    piece.filter((_, at) => at % STEP_EVERY === 0),
  );
  report.figure('of these, in the ten seconds of a step', {
    value: atSteps.reduce((sum, sample) => sum + sample.gaps, 0),
    unit: 'times',
    samples: atSteps.length,
  });
  report.figure('stalls', { value: samples.reduce((sum, sample) => sum + sample.stalls, 0), unit: 'times', samples: samples.length });
  report.figure('samples on a lower rung', {
    value: samples.filter(({ effort }) => effort !== 'full').length,
    unit: 'samples',
    samples: samples.length,
  });
  report.figure('studio tab, end', { value: samples.at(-1)?.rendererMb ?? 0, unit: 'MB' });
  report.figure('server, end', { value: samples.at(-1)?.serverMb ?? 0, unit: 'MB' });
  report.budget('LL-HLS glass to glass, p50 ms', { limit: 800, value: quantile(medians, 0.5) });
  report.budget('LL-HLS glass to glass, median of the ten seconds’ p95, ms', { limit: 1_000, value: quantile(tails, 0.5) });
  report.budget('gaps over 250 ms', { limit: 0, value: gaps });
  report.budget(`watched, min of ${allMinutes}`, { limit: Number(allMinutes) - 0.5, value: notes.totalMs / 60_000, atLeast: true });
  if (longestMs >= LEAST_FOR_GROWTH_MS) tellGrowth(report);
  report.print();
}

/** Within the longest piece alone: memory begins anew with each. */
function tellGrowth(report: Report): void {
  const settled = notes.longestPiece.slice(Math.floor(notes.longestPiece.length * SETTLED_SHARE));
  const hours = ((settled.at(-1)?.pieceMs ?? 0) - (settled[0]?.pieceMs ?? 0)) / 3_600_000;
  const anHour = (of: (sample: (typeof settled)[number]) => number | undefined) =>
    slope(
      settled.flatMap((sample) => {
        const y = of(sample);
        return y === undefined ? [] : [{ x: sample.pieceMs / 3_600_000, y }];
      }),
    );
  const note = `slope over ${(hours * 60).toFixed(0)} min`;
  const tab = anHour(({ rendererMb }) => rendererMb);
  const latency = anHour(({ latencyP50 }) => latencyP50);
  report.figure('studio tab growth', { value: tab, unit: 'MB an hour', samples: settled.length, note });
  report.figure('JavaScript heap growth', { value: anHour(({ heapMb }) => heapMb), unit: 'MB an hour', samples: settled.length, note });
  report.figure('server growth', { value: anHour(({ serverMb }) => serverMb), unit: 'MB an hour', samples: settled.length, note });
  report.figure('latency growth', { value: latency, unit: 'ms an hour', samples: settled.length, note });
  report.budget(`studio tab growth in ${SHOW_HOURS} h, MB`, { limit: 50, value: tab * SHOW_HOURS });
  // A tenth of the budget in two hours: less than anybody could see.
  report.budget('latency growth in 2 h, ms', { limit: 80, value: latency * 2 });
}
