// How many WebRTC viewers one core of the SFU serves: the pool's worker fans one program of 1 Mbit/s out to viewers of two SRTP consumers each. Beside it, in the
// same run, the same without SRTP, and the bare floor: a socket that sends the same packets to the same ports. `npm run bench sfu-viewers [viewers] [seconds]`.
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, dismiss } from './lib/messages.ts';
import { CoreShares } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { noteMachine, until } from './live/show.ts';

interface Counted {
  packets: number;
  bytes: number;
  lost: number;
  /** Who gets both picture and sound. */
  viewers: number;
}
interface Measured {
  counted: Counted;
  shares: Record<string, number>;
}

const viewers = Number(process.argv[2] ?? 150);
const seconds = Number(process.argv[3] ?? 20);
const settleMs = 2_000;
/**
 * Chromium and the SFU agree on the first (`srtpCipher` of the transport's statistics, RTCTransportStats); the second is what every WebRTC endpoint must have
 * (RFC 8827 §6.5). The bytes are those of a master key and salt (RFC 7714 §12, RFC 3711 §8.2).
 */
const ciphers = {
  'as Chromium has it': { cryptoSuite: 'AEAD_AES_256_GCM', keyBytes: 44 },
  'the cipher of old browsers': { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBytes: 30 },
} as const;
const report = new Report('sfu-viewers');

const start = (name: string): ChildProcess =>
  fork(join(import.meta.dirname, 'sfu-viewers', `${name}.ts`), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
const [sfu, source, receivers] = ['sfu', 'source', 'receivers'].map(start) as [ChildProcess, ChildProcess, ChildProcess];

try {
  const { video, audio, workerPid } = await ask<{ video: number; audio: number; workerPid: number }>(sfu, { do: 'open' });
  const { ports } = await ask<{ ports: number[] }>(receivers, { do: 'open', count: viewers });
  const generators = { 'generator: source': [source.pid], 'generator: receivers': [receivers.pid] };
  const worker = { 'SFU (media worker)': [workerPid], 'SFU (media worker and its Node process)': [sfu.pid] };

  await ask(source, { do: 'start', video: [video], audio: [audio] });
  for (const [whose, { cryptoSuite, keyBytes }] of Object.entries(ciphers)) {
    progress(`${viewers} viewers, ${cryptoSuite}`);
    const srtp = ports.map(() => ({ cryptoSuite, keyBase64: randomBytes(keyBytes).toString('base64') }));
    await ask(sfu, { do: 'admit', ports, srtp });
    const measured = await measure({ ...worker, ...generators });
    if (cryptoSuite === ciphers['as Chromium has it'].cryptoSuite) tell(measured, workerOf(measured));
    else beside(`the same worker, ${whose} (${cryptoSuite})`, measured, workerOf(measured));
    await ask(sfu, { do: 'dismiss' });
  }

  progress(`${viewers} viewers, the same without SRTP`);
  await ask(sfu, { do: 'admit', ports });
  const clear = await measure({ ...worker, ...generators });
  beside('the same worker, RTP in clear', clear, workerOf(clear));
  await ask(sfu, { do: 'dismiss' });
  await ask(source, { do: 'stop' });

  progress(`${viewers} viewers, a bare socket`);
  await ask(source, { do: 'start', video: ports, audio: ports });
  const bare = await measure(generators);
  beside('a bare UDP socket of Node, no SFU', bare, bare.shares['generator: source'] ?? Number.NaN);
  await ask(source, { do: 'stop' });
  report.print();
} finally {
  await dismiss(sfu);
  for (const child of [source, receivers]) child.kill();
}

function workerOf({ shares }: Measured): number {
  return shares['SFU (media worker)'] ?? Number.NaN;
}

async function measure(roots: Record<string, readonly (number | undefined)[]>): Promise<Measured> {
  await ask(receivers, { do: 'clear' });
  await until('everybody has picture and sound', async () => (await ask<Counted>(receivers, { do: 'counted' })).viewers === viewers);
  await delay(settleMs);
  await ask(receivers, { do: 'clear' });
  const cores = new CoreShares(roots);
  await delay(seconds * 1000);
  const shares = cores.read();
  return { counted: await ask<Counted>(receivers, { do: 'counted' }), shares };
}

function lossOf({ packets, lost }: Counted): number {
  return (lost / Math.max(packets + lost, 1)) * 100;
}

function mbitOf({ bytes }: Counted): number {
  return (bytes * 8) / viewers / seconds / 1e6;
}

function tell({ counted, shares }: Measured, share: number): void {
  noteMachine(report, shares);
  const perCore = viewers / (share / 100);
  report.figure('viewers a core', {
    value: perCore,
    unit: 'viewers',
    samples: viewers,
    note: 'by the worker’s processor time, the program’s own included; plain transports with AEAD_AES_256_GCM: without the congestion feedback of browsers',
  });
  report.figure('received by a viewer', { value: mbitOf(counted), unit: 'Mbit/s', samples: counted.packets });
  report.figure('packets lost', { value: lossOf(counted), unit: '%', samples: counted.packets + counted.lost });
  report.budget('viewers a core', { limit: 300, value: perCore, atLeast: true });
  // Viewers who were not served whole say nothing about how many could be: such a run fails.
  report.budget('packets lost, %', { limit: 0.1, value: lossOf(counted) });
  report.budget('received by a viewer, Mbit/s', { limit: 1, value: mbitOf(counted), atLeast: true });
}

function beside(peer: string, { counted }: Measured, share: number): void {
  report.peer(peer, 'viewers a core', { value: viewers / (share / 100), unit: 'viewers', samples: viewers });
  report.peer(peer, 'received by a viewer', { value: mbitOf(counted), unit: 'Mbit/s' });
  report.peer(peer, 'packets lost', { value: lossOf(counted), unit: '%' });
}
