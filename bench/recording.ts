// What a recording is worth: pictures counted after kill -9 against those that viewers had, and how far sound and picture of the file are apart and
// drift. ffprobe and ffmpeg read the file; the host's pictures carry their moment, its tones are set at known ones. One machine carries host, server
// and bench. `npm run bench recording -- [kills] [seconds of the long one]`
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { recordingKey } from '#server/media/recording/run-files.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import type { HostPage } from '#tests/fixtures/live-page/host.ts';
import { type Killable, startKillable } from '#tests/support/killable-recording.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { BARS_WRAP_MS } from '../studio/src/lib/program/time-bars.ts';
import { openChromium } from './lib/chromium.ts';
import { progress, Report } from './lib/report.ts';
import { until } from './live/show.ts';
import { picturesOf, readPictures, readTones } from './recording/read-back.ts';

declare const host: HostPage;

const kills = Number(process.argv[2] ?? 3);
const longS = Number(process.argv[3] ?? 210);
/** A kill comes somewhere within this after the first segments: in the middle of parts, syncs and segments. */
const anywhereMs = 2_500;
/** So many that a run of some minutes can tell 20 ms an hour from nothing. */
const toneEveryMs = 500;
const toneMs = 200;
/** The sender's first seconds, in which it finds its rate, are no drift. */
const settleMs = 8_000;

const report = new Report('recording');
const chromium = await openChromium();
try {
  await killed();
  await inStep();
} finally {
  await chromium.close();
}
report.print();

interface Show {
  server: Killable;
  studio: Page;
  dir: string;
  episodeId: string;
}

async function openShow(): Promise<Show> {
  const dir = await mkdtemp(join(tmpdir(), 'gangbo-bench-recording-'));
  const episodeId = randomUUID();
  const server = await startKillable({ dir, episodeId });
  const context = await chromium.browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 720 } });
  const studio = await context.newPage();
  await studio.goto(`${server.origin}/host.html`);
  await studio.evaluate((id) => host.start(id, 'test'), episodeId);
  await until('three segments', async () => (await segmentsOf(server, episodeId)) >= 3);
  return { server, studio, dir, episodeId };
}

async function segmentsOf(server: Killable, episodeId: string): Promise<number> {
  const answer = await fetch(`${server.origin}/recorded/${episodeId}/whole.m3u8`);
  return answer.ok ? ((await answer.text()).match(/#EXTINF/g)?.length ?? 0) : 0;
}

/** The show's one file. */
async function fileOf({ dir, episodeId }: Show): Promise<string> {
  const recording = await new RecordingShelf({ dir, log: quietLog }).recording(episodeId);
  return join(dir, recordingKey(episodeId), recording?.runs[0]?.name ?? '', 'program.mp4');
}

async function killed(): Promise<void> {
  const lostPictures: number[] = [];
  const lostMs: number[] = [];
  let counted = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const show = await openShow();
    await delay(Math.random() * anywhereMs);
    const had = await hadByViewers(show);
    await show.server.kill();
    const recorded = await picturesOf(await fileOf(show));
    const end = recorded.at(-1) ?? 0;
    const missing = had.filter((ptsMs) => ptsMs > end + 0.5).length;
    const held = new Set(recorded.map((ptsMs) => Math.round(ptsMs)));
    lostPictures.push(missing + had.filter((ptsMs) => ptsMs <= end + 0.5 && !held.has(Math.round(ptsMs))).length);
    lostMs.push(Math.max((had.at(-1) ?? 0) - end, 0));
    counted += had.length;
    progress(`kill ${kill}: viewers had ${had.length} pictures, recorded ${recorded.length}, lost ${lostPictures.at(-1)}`);
    await show.studio.context().close();
    await rm(show.dir, { recursive: true, force: true });
  }
  report.distribution('lost after kill -9: pictures that viewers had', { samples: lostPictures, unit: 'pictures', as: 'max' });
  report.distribution('lost after kill -9', { samples: lostMs, unit: 'ms', as: 'max' });
  report.figure('pictures counted', { value: counted, unit: 'pictures', samples: kills });
  report.budget('lost after the server’s death, ms', { limit: 0, value: Math.max(...lostMs) });
  report.budget('pictures lost after the server’s death', { limit: 0, value: Math.max(...lostPictures) });
}

/** Every picture that the live playlist offers at this moment, by its time in the program, ms. */
async function hadByViewers({ server, episodeId }: Show): Promise<number[]> {
  const base = `${server.origin}/live-media/${episodeId}/`;
  const playlist = await (await fetch(`${base}video.m3u8`)).text();
  const uris = new Set<string>();
  const lines = playlist.split('\n');
  // Whole segments, then the parts behind the last of them.
  lines.forEach((line, index) => {
    if (line.startsWith('#EXTINF')) uris.add(lines[index + 1] ?? '');
  });
  const lastWhole = lines.findLastIndex((line) => line.startsWith('#EXTINF'));
  for (const line of lines.slice(lastWhole)) {
    const [, uri] = /^#EXT-X-PART:.*URI="([^"]+)"/.exec(line) ?? [];
    if (uri) uris.add(uri);
  }
  const [, map = ''] = /#EXT-X-MAP:URI="([^"]+)"/.exec(playlist) ?? [];
  const bytes = await Promise.all([map, ...uris].map(async (uri) => Buffer.from(await (await fetch(base + uri)).arrayBuffer())));
  const file = join(await mkdtemp(join(tmpdir(), 'gangbo-bench-had-')), 'had.mp4');
  await writeFile(file, Buffer.concat(bytes));
  return await picturesOf(file);
}

/** One longer show, whole: its tones against its pictures. */
async function inStep(): Promise<void> {
  const show = await openShow();
  await delay(settleMs);
  const toneMoments: number[] = [];
  await show.studio.evaluate(() => host.tone(false));
  const end = performance.now() + longS * 1000;
  while (performance.now() < end) {
    await delay(toneEveryMs - toneMs);
    toneMoments.push(await show.studio.evaluate(() => host.tone(true)));
    await delay(toneMs);
    await show.studio.evaluate(() => host.tone(false));
  }
  progress(`read back ${longS} s …`);
  await show.server.end();
  const file = await fileOf(show);
  const pictures = await readPictures(file);
  const read = pictures.flatMap(({ ptsMs, momentMs }) => (momentMs === undefined ? [] : [{ ptsMs, momentMs }]));
  const tones = await readTones(file);
  await show.server.kill();
  await show.studio.context().close();
  await rm(show.dir, { recursive: true, force: true });

  // How late each picture and each tone stands in the file, against the moment it was made at.
  const latePictures = read.map(({ ptsMs, momentMs }) => ({ atMs: ptsMs, lateMs: ptsMs - momentMs }));
  const lateTones = toneMoments.flatMap((madeMs) => {
    const moment = madeMs % BARS_WRAP_MS;
    const around = middleOf(latePictures.map(({ lateMs }) => lateMs));
    const found = tones.find((ptsMs) => Math.abs(ptsMs - moment - around) < toneEveryMs / 2);
    return found === undefined ? [] : [{ atMs: found, lateMs: found - moment }];
  });
  if (lateTones.length < 10) throw new Error(`only ${lateTones.length} of ${toneMoments.length} tones were found: nothing can be said`);
  const apart = lateTones.map(({ atMs, lateMs }) => {
    const near = latePictures.filter((picture) => Math.abs(picture.atMs - atMs) < 1_000).map((picture) => picture.lateMs);
    return lateMs - middleOf(near);
  });
  report.figure('pictures read', { value: (read.length / pictures.length) * 100, unit: '%', samples: pictures.length });
  report.distribution('sound behind picture (− before), host’s own path included', { samples: apart, unit: 'ms', as: 'p50' });
  report.figure('sound behind picture, amount', { value: Math.abs(middleOf(apart)), unit: 'ms', samples: apart.length });
  report.figure('drift of sound against picture', driftOf(lateTones.map(({ atMs }, index) => ({ atMs, lateMs: apart[index] ?? 0 }))));
  report.figure('drift of picture against the host’s clock', driftOf(latePictures));
  report.budget('A/V sync, median, ms', { limit: 45, value: Math.abs(middleOf(apart)) });
  const drift = driftOf(lateTones.map(({ atMs }, index) => ({ atMs, lateMs: apart[index] ?? 0 })));
  // A short run can't tell 20 ms an hour from nothing: it says so instead of passing.
  if (drift.errorMs <= 20) report.budget('drift of sound against picture, ms an hour', { limit: 20, value: Math.abs(drift.value) });
}

/** Least squares, ms an hour, with its standard error. */
function driftOf(points: { atMs: number; lateMs: number }[]): {
  value: number;
  unit: string;
  samples: number;
  note: string;
  errorMs: number;
} {
  const hour = 3_600_000;
  const x = points.map(({ atMs }) => atMs / hour);
  const y = points.map(({ lateMs }) => lateMs);
  const meanX = mean(x);
  const meanY = mean(y);
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, index) => sum + (value - meanX) * ((y[index] ?? 0) - meanY), 0) / spread;
  const rest = y.reduce((sum, value, index) => sum + (value - meanY - slope * ((x[index] ?? 0) - meanX)) ** 2, 0);
  const errorMs = Math.sqrt(rest / Math.max(points.length - 2, 1) / spread);
  return { value: slope, unit: 'ms an hour', samples: points.length, note: `± ${errorMs.toFixed(1)} (standard error)`, errorMs };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
