// Glass to glass over LL-HLS: the test picture carries its moment as bars; a second Chromium plays it with the phones' own player and reads the bars back
// from its pixels. Beside it, in the same run and out of the same parts: FFmpeg's HLS muxer and nginx-rtmp's HLS. `npm run bench latency-llhls [seconds]`.
import { setTimeout as delay } from 'node:timers/promises';
import type { MeterPage } from '#tests/fixtures/live-page/meter.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { type HlsPeer, openPeers } from './live/peers.ts';
import { type BenchShow, noteMachine, openShow, until, watch } from './live/show.ts';

declare const meter: MeterPage;

const measureMs = Number(process.argv[2] ?? 60) * 1000;
/** The budget speaks of a viewer from 15 s after joining. */
const settleMs = 15_000;
const peerMs = 20_000;
const joins = 10;
const pauseMs = 1_000;
const backWithinMs = 20_000;

const report = new Report('latency-llhls');
const show = await openShow({ canvas: 'full' });
try {
  await ours(show);
  await joining(show);
  await pausing(show);
  await besides(show);
  report.print();
} finally {
  await show.close();
}

async function ours({ phone, episodeId, pids }: BenchShow): Promise<void> {
  progress(`ours: 720p and AAC, ${measureMs / 1000} s from ${settleMs / 1000} s after joining`);
  // The first seconds of a show, with the sender's start, are nobody's but the host's.
  await until('a first complete segment', () =>
    phone.evaluate((id) => fetch(`/live-media/${id}/video.m3u8`).then((answer) => answer.ok), episodeId),
  );
  await phone.evaluate((id) => meter.start(id, 'hls'), episodeId);
  const shares = new CoreShares({
    'product (server and media worker)': [pids.product],
    'host’s browser': [pids.host],
    'viewer’s browser': [pids.viewer],
  });
  const seen = await watch(phone, 'ours', { settleMs, measureMs });
  noteMachine(report, shares.read());
  report.distribution('glass to glass', { samples: seen.ages, unit: 'ms', as: 'p95' });
  report.distribution('between two pictures', { samples: seen.gaps, unit: 'ms', as: 'max' });
  report.figure('pictures whose bars could not be read', { value: seen.unread, unit: 'pictures', samples: seen.unread + seen.ages.length });
  report.figure('stalls', { value: seen.stalls, unit: 'times' });
  report.budget('glass to glass, p50 ms', { limit: 800, value: quantile(seen.ages, 0.5) });
  report.budget('glass to glass, p95 ms', { limit: 1_000, value: quantile(seen.ages, 0.95) });
  report.budget('longest gap between two pictures, ms', { limit: 250, value: Math.max(...seen.gaps) });
  const third = Math.floor(seen.ages.length / 3);
  const grew = quantile(seen.ages.slice(-third), 0.5) - quantile(seen.ages.slice(0, third), 0.5);
  report.figure('growth of the median from the first third to the last', { value: grew, unit: 'ms' });
  await phone.evaluate(() => meter.stop());
}

async function joining({ phone, episodeId }: BenchShow): Promise<void> {
  progress(`start-up, warm: ${joins} times`);
  const took: number[] = [];
  for (let join = 0; join < joins; join += 1) {
    await phone.evaluate((id) => meter.start(id, 'hls'), episodeId);
    await until('a picture', () => phone.evaluate(() => meter.firstFrameMs !== undefined));
    took.push(await phone.evaluate(() => (meter.firstFrameMs ?? Number.NaN) - meter.startedMs));
    await phone.evaluate(() => meter.stop());
    // Not always at the same place of a segment.
    await delay(300 + join * 170);
  }
  report.distribution('start-up, warm', { samples: took, unit: 'ms', as: 'p95' });
  report.budget('start-up, warm, p95 ms', { limit: 1_000, value: quantile(took, 0.95) });
}

async function pausing({ phone, episodeId }: BenchShow): Promise<void> {
  progress(`a pause of ${pauseMs / 1000} s`);
  await phone.evaluate((id) => meter.start(id, 'hls'), episodeId);
  await until('a picture', () => phone.evaluate(() => meter.firstFrameMs !== undefined));
  await delay(settleMs);
  await phone.evaluate(() => meter.pause());
  await delay(pauseMs);
  const resumedMs = await phone.evaluate(() => {
    meter.resume();
    return performance.now();
  });
  await delay(backWithinMs + 5_000);
  const after = await phone.evaluate((from) => meter.frames.filter(({ atMs }) => atMs >= from), resumedMs);
  // Back for good: the last picture that was older ends the recovery.
  const lastOld = after.findLast(({ ageMs }) => ageMs > 1_000);
  const worst = Math.max(...after.map(({ ageMs }) => ageMs));
  const backMs = lastOld ? lastOld.atMs - resumedMs : 0;
  report.figure('oldest picture after the pause', { value: worst, unit: 'ms' });
  report.budget('back to 1 s or less after a pause of 1 s, ms', { limit: backWithinMs, value: backMs });
  await phone.evaluate(() => meter.stop());
}

async function besides({ phone, feedPort }: BenchShow): Promise<void> {
  const peers = await openPeers(feedPort);
  if (peers.length === 0) progress('no peers: nginx with libnginx-mod-rtmp is not installed');
  try {
    for (const peer of peers) await beside(peer);
  } finally {
    for (const peer of peers) await peer.close();
  }

  async function beside({ name, url, pids }: HlsPeer): Promise<void> {
    progress(`${name}: ${peerMs / 1000} s from ${settleMs / 1000} s after joining, hls.js as it comes`);
    await phone.evaluate((address) => meter.startPlain(address), url);
    const shares = new CoreShares({ peer: pids });
    const seen = await watch(phone, name, { settleMs, measureMs: peerMs });
    report.peer(name, 'glass to glass', { samples: seen.ages, unit: 'ms', as: 'p95' });
    report.peer(name, 'between two pictures', { samples: seen.gaps, unit: 'ms', as: 'max' });
    report.peer(name, 'start-up', { value: seen.startUpMs, unit: 'ms' });
    report.peer(name, 'processor', { value: shares.read().peer ?? 0, unit: '% of one core' });
    await phone.evaluate(() => meter.stop());
  }
}
