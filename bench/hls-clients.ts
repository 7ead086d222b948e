// How many HLS viewers one core serves: a real program, and clients that ask as hls.js does, in a process of their own. Beside it nginx, which serves files of
// the same sizes as often. `npm run bench hls-clients [viewers] [seconds]`.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, stopChild, untilAnswers } from '#tests/support/running-server.ts';
import { ask } from './lib/messages.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { noteMachine, openShow, until } from './live/show.ts';

interface Counted {
  parts: number;
  bytes: number;
  errors: number;
  ages: number[];
}

const viewers = Number(process.argv[2] ?? 200);
const measureMs = Number(process.argv[3] ?? 20) * 1000;
const report = new Report('hls-clients');

const startClients = () => fork(join(import.meta.dirname, 'hls-clients', 'clients.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

const show = await openShow({ canvas: 'full' });
const base = `${show.origin}/live-media/${show.episodeId}`;
try {
  await until('a first segment', async () => (await fetch(`${base}/video.m3u8`)).ok);
  await show.phone.close();
  progress('the program alone');
  const alone = await measure({ product: [show.pids.product] });
  progress(`${viewers} viewers over LL-HLS`);
  const { counted, shares } = await withClients(
    { base, count: viewers },
    { product: [show.pids.product], 'host’s browser': [show.pids.host] },
  );
  noteMachine(report, shares);
  const perCore = viewers / (((shares.product ?? 0) - (alone.product ?? 0)) / 100);
  const seconds = measureMs / 1000;
  report.figure('viewers a core', {
    value: perCore,
    unit: 'viewers',
    samples: viewers,
    note: 'by the processor time that they add to the program alone',
  });
  report.figure('parts a viewer and second', { value: counted.parts / viewers / seconds, unit: '1/s' });
  report.figure('sent', { value: (counted.bytes * 8) / seconds / 1e6, unit: 'Mbit/s' });
  report.distribution('a part in a viewer’s hands, after its end', { samples: counted.ages, unit: 'ms', as: 'p95' });
  report.figure('requests that failed', { value: counted.errors, unit: 'requests' });
  report.budget('viewers a core', { limit: 1_000, value: perCore, atLeast: true });
  report.budget('requests that failed', { limit: 0, value: counted.errors });
  // Viewers who were not served as often as parts come say nothing about how many could be: such a run fails.
  report.budget('parts a viewer and second', { limit: 4, value: counted.parts / viewers / seconds, atLeast: true });
  progress(`a part after its end: half within ${Math.round(quantile(counted.ages, 0.5))} ms`);
  await besideNginx({ bytes: counted.bytes / counted.parts, everyMs: (1000 * seconds * viewers) / counted.parts });
  report.print();
} finally {
  await show.close();
}

async function measure(roots: Record<string, readonly (number | undefined)[]>): Promise<Record<string, number>> {
  const shares = new CoreShares(roots);
  await delay(measureMs);
  return shares.read();
}

async function withClients(
  watch: { base: string; count: number; everyMs?: number },
  roots: Record<string, readonly (number | undefined)[]>,
): Promise<{ counted: Counted; shares: Record<string, number> }> {
  const clients: ChildProcess = startClients();
  try {
    await ask(clients, { do: 'watch', ...watch });
    await delay(3_000);
    await ask(clients, { do: 'clear' });
    const shares = await measure({ ...roots, generator: [clients.pid] });
    const counted = await ask<Counted>(clients, { do: 'counted' });
    await ask(clients, { do: 'stop' });
    return { counted, shares };
  } finally {
    clients.kill();
  }
}

/** Files on a disk are all that it knows: no waiting for a part, no list written anew five times a second. */
async function besideNginx({ bytes, everyMs }: { bytes: number; everyMs: number }): Promise<void> {
  progress(`${viewers} viewers on nginx, the same bytes as often`);
  const folder = await mkdtemp(join(tmpdir(), 'gangbo-bench-nginx-'));
  const port = await freePort();
  const list = await (await fetch(`${base}/video.m3u8?_HLS_skip=YES`)).text();
  await writeFile(join(folder, 'list.m3u8'), list);
  await writeFile(join(folder, 'part.m4s'), Buffer.alloc(Math.round(bytes), 1));
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; events { worker_connections 4096; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; client_body_temp_path ${folder}/tmp;
server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const nginx = spawn('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const origin = `http://127.0.0.1:${port}`;
    await untilAnswers('nginx', nginx, async () => void (await fetch(`${origin}/list.m3u8`)));
    const { counted, shares } = await withClients({ base: origin, count: viewers, everyMs }, { nginx: [nginx.pid] });
    report.peer('nginx, files', 'viewers a core', { value: viewers / ((shares.nginx ?? 0) / 100), unit: 'viewers', samples: viewers });
    report.peer('nginx, files', 'sent', { value: (counted.bytes * 8) / (measureMs / 1000) / 1e6, unit: 'Mbit/s' });
    report.peer('nginx, files', 'parts a viewer and second', { value: counted.parts / viewers / (measureMs / 1000), unit: '1/s' });
    report.peer('nginx, files', 'requests that failed', { value: counted.errors, unit: 'requests' });
    report.peer('nginx, files', 'generator', { value: shares.generator ?? 0, unit: '% of one core' });
  } finally {
    await stopChild(nginx, 'SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}
