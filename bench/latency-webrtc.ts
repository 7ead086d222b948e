// Glass to glass over WebRTC at 640 × 360, and at the program's own 720p: the test picture carries its moment as bars, and a second Chromium reads them back
// from its pixels. `npm run bench latency-webrtc [seconds]`.
import type { MeterPage } from '#tests/fixtures/live-page/meter.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { noteMachine, openShow, until, watch } from './live/show.ts';

declare const meter: MeterPage;

const measureMs = Number(process.argv[2] ?? 30) * 1000;
const settleMs = 5_000;
const joins = 5;

const report = new Report('latency-webrtc');
for (const canvas of ['small', 'full'] as const) await measure(canvas);
report.print();

async function measure(canvas: 'small' | 'full'): Promise<void> {
  const size = canvas === 'small' ? '640×360' : '1280×720';
  progress(`${size}: ${measureMs / 1000} s from ${settleMs / 1000} s after joining`);
  const show = await openShow({ canvas });
  const { phone, episodeId, pids } = show;
  try {
    await phone.evaluate((id) => meter.start(id, 'webrtc'), episodeId);
    const shares = new CoreShares({
      [`product (server and media worker), ${size}`]: [pids.product],
      [`host’s browser, ${size}`]: [pids.host],
      [`viewer’s browser, ${size}`]: [pids.viewer],
    });
    const seen = await watch(phone, size, { settleMs, measureMs });
    noteMachine(report, shares.read());
    const { width, paths } = await phone.evaluate(() => ({ width: meter.video.videoWidth, paths: meter.paths }));
    if (!size.startsWith(String(width)) || paths.at(-1) !== 'webrtc')
      throw new Error(`not what was to be measured: ${width} wide, over ${paths}`);
    report.distribution(`glass to glass, ${size}`, { samples: seen.ages, unit: 'ms', as: 'p95' });
    report.distribution(`between two pictures, ${size}`, { samples: seen.gaps, unit: 'ms', as: 'max' });
    report.figure(`pictures whose bars could not be read, ${size}`, {
      value: seen.unread,
      unit: 'pictures',
      samples: seen.unread + seen.ages.length,
    });
    await phone.evaluate(() => meter.stop());
    report.distribution(`start-up, warm, ${size}`, { samples: await join(), unit: 'ms', as: 'p95' });
    if (canvas === 'small') report.budget('glass to glass at 640×360, p95 ms', { limit: 250, value: quantile(seen.ages, 0.95) });
  } finally {
    await show.close();
  }

  async function join(): Promise<number[]> {
    const took: number[] = [];
    for (let n = 0; n < joins; n += 1) {
      await phone.evaluate((id) => meter.start(id, 'webrtc'), episodeId);
      await until('a picture', () => phone.evaluate(() => meter.firstFrameMs !== undefined));
      took.push(await phone.evaluate(() => (meter.firstFrameMs ?? Number.NaN) - meter.startedMs));
      await phone.evaluate(() => meter.stop());
    }
    return took;
  }
}
