// What a line that loses 0, 5 and 10 % of its packets, or brings them late and unevenly, leaves of the picture: between host and server (both paths
// suffer), and between server and one viewer over WebRTC. A relay of our own stands in the line. HLS goes over TCP and loses nothing by itself: it is what a viewer steps down to.
// `npm run bench loss [seconds]`.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MeterPage } from '#tests/fixtures/live-page/meter.ts';
import { ask } from './lib/messages.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { noteMachine, openShow, type Watched, watch } from './live/show.ts';

declare const meter: MeterPage;

const measureMs = Number(process.argv[2] ?? 15) * 1000;
const settleMs = 5_000;
/** Each way. A phone network that is full: far behind, and never twice as far. */
const late = { ms: 100, jitterMs: 30 };
const onTime = { ms: 0, jitterMs: 0 };
const lines = [
  { share: 0, delay: onTime },
  { share: 0.05, delay: onTime },
  { share: 0.1, delay: onTime },
  { share: 0, delay: late },
  { share: 0.05, delay: late },
];
/** Longer than this between two pictures is seen by everybody. */
const freezeMs = 500;
const report = new Report('loss');

for (const where of ['host', 'viewer'] as const) await measure(where);
report.print();

async function measure(where: 'host' | 'viewer'): Promise<void> {
  const relay = fork(join(import.meta.dirname, 'loss', 'relay.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const show = await openShow({
    canvas: 'full',
    relay: { where, open: async (port) => (await ask<{ port: number }>(relay, { do: 'open', port })).port },
  });
  const { phone, episodeId, pids } = show;
  const cores = new CoreShares({
    [`product, ${where}`]: [pids.product],
    [`host’s browser, ${where}`]: [pids.host],
    [`viewer’s browser, ${where}`]: [pids.viewer],
    [`relay, ${where}`]: [relay.pid],
  });
  try {
    for (const { share, delay: held } of lines) {
      await ask(relay, { do: 'lose', share });
      await ask(relay, { do: 'delay', ...held });
      const lateness = held.ms > 0 ? `, ${held.ms} ± ${held.jitterMs} ms late` : '';
      const lost = `${share * 100} % lost${lateness}`;
      // What the sender has learnt of the line takes a moment.
      await delay(5_000);
      for (const path of where === 'host' ? (['webrtc', 'hls'] as const) : (['webrtc'] as const)) {
        await phone.evaluate(([id, first]) => meter.start(id, first), [episodeId, path] as const);
        const seen = await watch(phone, `${lost} before the ${where === 'host' ? 'server' : 'viewer'}, over ${path}`, {
          settleMs,
          measureMs,
        });
        const paths = await phone.evaluate(() => meter.paths);
        await phone.evaluate(() => meter.stop());
        tell(`${lost} between ${where === 'host' ? 'host and server' : 'server and viewer'}, ${path}`, seen, paths);
      }
      const counted = await ask<{ passed: number; lost: number }>(relay, { do: 'counted' });
      const packets = counted.passed + counted.lost;
      report.figure(`packets lost at ${share * 100} %${lateness}, ${where}`, {
        value: (counted.lost / Math.max(packets, 1)) * 100,
        unit: '%',
        samples: packets,
      });
    }
    noteMachine(report, cores.read());
  } finally {
    await show.close();
    relay.kill();
  }
}

function tell(name: string, { ages, gaps }: Watched, paths: readonly string[]): void {
  if (ages.length < 2) {
    report.figure(`${name}: pictures a second`, { value: 0, unit: '1/s', note: `paths: ${paths.join(', ')}` });
    return;
  }
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
  const frozen = gaps.filter((gap) => gap > freezeMs);
  report.distribution(`${name}: glass to glass`, { samples: ages, unit: 'ms', as: 'p95' });
  report.figure(`${name}: pictures a second`, {
    value: ages.length / seconds,
    unit: '1/s',
    samples: ages.length,
    note: `paths: ${paths.join(', ')}`,
  });
  report.figure(`${name}: standing still`, {
    value: (frozen.reduce((sum, gap) => sum + gap, 0) / 1000 / seconds) * 100,
    unit: '% of the time',
    samples: frozen.length,
  });
  progress(`${name}: ${(ages.length / seconds).toFixed(1)} pictures a second, ${frozen.length} times still for more than ${freezeMs} ms`);
}
