import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApps } from './apps.mjs';
import { mediaWorkerBinary } from './bring-media-worker.mjs';
import { installBenchNeeds } from './needs.mjs';
import { root } from './paths.mjs';
import { run } from './process.mjs';
import { warn } from './progress.mjs';

const folder = join(root, 'bench');

const peers = ['nginx', 'libnginx-mod-rtmp'];
/** Debian packages that a bench runs for real. */
const needs = {
  'latency-llhls': ['chromium', 'ffmpeg', ...peers],
  'latency-webrtc': ['chromium'],
  'hls-clients': ['chromium', 'nginx'],
  loss: ['chromium'],
  'next-pitch': ['chromium'],
  pixels: ['chromium'],
  player: ['chromium'],
  boot: ['chromium'],
  swap: ['chromium'],
  recording: ['chromium', 'ffmpeg'],
  soak: ['chromium'],
  'studio-soak': ['chromium'],
};

/** `npm run bench NAME`: progress on stderr; the last line of stdout is one JSON object (bench/lib/report.ts). */
export async function bench({ node, env, args }) {
  const [name, ...rest] = args;
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3));
  if (!name || !names.includes(name)) {
    warn(`npm run bench 名称 NAME: ${names.sort().join(', ')}`);
    return 1;
  }
  await installBenchNeeds(needs[name] ?? []);
  await buildApps({ env });
  const worker = await mediaWorkerBinary({ node, env });
  return run(node, [join(folder, `${name}.ts`), ...rest], { env: { ...env, ...(worker ? { MEDIASOUP_WORKER_BIN: worker } : {}) } });
}
