// Approved → fetched, verified and applied by 1,000 protocol players; what two real Chromiums have on glass; withdrawn → off their glass; the
// safe slate; 10,000 streams held. Beside it, in the same run, an empty Hono event stream. `npm run bench pixels [players] [embedded|standard]`.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#tests/support/running-server.ts';
import { ask, type Cpu, dismiss } from './lib/messages.ts';
import { progress, Report } from './lib/report.ts';
import { openGlass, type RealGlass } from './pixels/glass.ts';

const playersCount = Number(process.argv[2] ?? 1_000);
const mode = process.argv[3] ?? 'embedded';
const rounds = 10;
/** Real glass is waited for in these: each takes up to one dwell of a page of five jobs, some 40 s. */
const glassRounds = 3;
const slateRounds = 5;
const floorRounds = 10;
const heldStreams = 10_000;
const realGlasses = 2;

const here = import.meta.dirname;
const report = new Report('pixels');
const children: ChildProcess[] = [];

function start(file: string, env: Record<string, string> = {}, execArgv: string[] = []): ChildProcess {
  const child = fork(join(here, 'pixels', file), {
    env: { ...process.env, ...env },
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

const since = (pressedMs: number, at: readonly number[]) => at.map((ms) => ms - pressedMs);

try {
  await floor();
  await held();
  await pixels();
  report.print();
} finally {
  for (const child of children) child.kill();
}

/** The same fan-out with nothing behind it: what the machine and the framework take by themselves. */
async function floor(): Promise<void> {
  progress(`floor: ${playersCount} clients on an empty Hono event stream, and on our hub alone`);
  const server = start('floor.ts');
  const urls = await ask<{ hono: string; hub: string }>(server, { do: 'open' });
  for (const [name, url, tells] of [
    ['empty Hono event stream', urls.hono, 'honoTells'],
    ['hub alone', urls.hub, 'hubTells'],
  ] as const) {
    const clients = start('listeners.ts');
    await ask(clients, { do: 'connect', url, count: playersCount });
    const samples: number[] = [];
    for (let round = 0; round < floorRounds; round += 1) {
      await ask(clients, { do: 'clear' });
      const { pressedMs } = await ask<{ pressedMs: number }>(server, { do: tells });
      samples.push(...since(pressedMs, (await ask<{ at: number[] }>(clients, { do: 'heard' })).at));
    }
    report.peer(name, 'told', { samples, unit: 'ms', as: 'p99' });
    clients.kill();
  }
  server.kill();
}

async function held(): Promise<void> {
  progress(`held: ${heldStreams} streams, ours and Hono's own`);
  const bytes: Record<string, number> = {};
  for (const name of ['hub', 'hono'] as const) {
    const server = start('floor.ts', {}, ['--expose-gc']);
    const urls = await ask<{ hono: string; hub: string }>(server, { do: 'open' });
    const warm = start('listeners.ts');
    // The first connections pay for code and pools that the others share.
    await ask(warm, { do: 'connect', url: urls[name], count: 500 });
    const before = await ask<{ rssBytes: number }>(server, { do: 'memory' });
    const clients = start('listeners.ts');
    await ask(clients, { do: 'connect', url: urls[name], count: heldStreams });
    const after = await ask<{ rssBytes: number }>(server, { do: 'memory' });
    const counts = await ask<Record<string, number>>(server, { do: 'counts' });
    bytes[name] = (after.rssBytes - before.rssBytes) / heldStreams / 1_024;
    if (name === 'hub') report.budget('players held by one server process', { limit: 10_000, value: counts[name] ?? 0, atLeast: true });
    for (const child of [warm, clients, server]) child.kill();
  }
  report.figure('memory a held player', { value: bytes.hub ?? 0, unit: 'KiB', samples: heldStreams });
  report.peer('empty Hono event stream', 'memory a held connection', { value: bytes.hono ?? 0, unit: 'KiB', samples: heldStreams });
  report.budget('memory a held player, KiB', { limit: 25, value: bytes.hub ?? 0 });
}

async function pixels(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-bench-pixels-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const servers = mode === 'standard' ? await standardServers() : undefined;
  const host = start('host.ts', {
    DATA_DIR: dataDir,
    PORT: String(port),
    HTTPS_PORT: '0',
    MEDIA_PORT: String(await freePort()),
    PUBLIC_URL: base,
    LOG_LEVEL: 'error',
    ...servers?.env,
  });
  const players = start('players.ts');
  const glasses: RealGlass[] = [];
  try {
    progress(`building ${playersCount} screens at ${Math.ceil(playersCount / 4)} stations, 20 jobs on each (${mode})`);
    const { publicKey } = await ask<{ publicKey: string }>(players, { do: 'key' });
    const { screenIds } = await ask<{ screenIds: string[] }>(host, { do: 'build', count: playersCount, publicKey, rounds });
    const connected = await ask<{ connected: number; holding: number }>(players, { do: 'connect', base, screenIds });
    progress(`${connected.connected} connected, ${connected.holding} holding a verified manifest`);
    for (let n = 0; n < realGlasses; n += 1)
      glasses.push(await openGlass({ base, pairWith: async (code) => void (await ask(host, { do: 'pair', code })) }));
    await ask(host, { do: 'startCpu' });
    await ask(players, { do: 'startCpu' });
    await approvals(host, players, glasses);
    await withdrawals(host, players, glasses);
    await slates(host, players, glasses);
    const cpu = await ask<Cpu & { rssBytes: number }>(host, { do: 'readCpu' });
    const theirs = await ask<Cpu>(players, { do: 'readCpu' });
    report.figure('processor time of the product', { value: (cpu.userMs + cpu.systemMs) / 1_000, unit: 's' });
    report.figure('processor time of the protocol players', { value: (theirs.userMs + theirs.systemMs) / 1_000, unit: 's' });
    report.figure('memory of the product', { value: cpu.rssBytes / 2 ** 20, unit: 'MiB' });
  } finally {
    for (const glass of glasses) await glass.close();
    // Before the server: its end is not theirs to mourn.
    players.kill();
    await dismiss(host);
    await servers?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function approvals(host: ChildProcess, players: ChildProcess, glasses: RealGlass[]): Promise<void> {
  const applied: number[] = [];
  const onGlass: number[] = [];
  let missing = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { postingId } = await ask<{ postingId: string }>(host, { do: 'next', round });
    await ask(players, { do: 'expect', postingId });
    const watching = round < glassRounds ? glasses : [];
    const shown = Promise.all(watching.map((glass) => glass.until(postingId, 'on')));
    const { pressedMs } = await ask<{ pressedMs: number }>(host, { do: 'approve', round });
    const { at } = await ask<{ at: number[] }>(players, { do: 'applied' });
    missing += playersCount - at.length;
    applied.push(...since(pressedMs, at));
    onGlass.push(...since(pressedMs, await shown));
    progress(`approved ${round + 1}/${rounds}: applied by ${at.length}, last after ${Math.round(Math.max(...since(pressedMs, at)))} ms`);
  }
  report.distribution('approved → verified and applied', { samples: applied, unit: 'ms', as: 'p99' });
  report.distribution('approved → on real glass', { samples: onGlass, unit: 'ms', as: 'max' });
  report.budget(`approved → verified and applied by ${playersCount} players, p99 ms`, {
    limit: 1_000,
    value: p99('approved → verified and applied'),
  });
  report.budget('players that missed an approval', { limit: 0, value: missing });
  const dwell = await ask<{ dwellMs: number }>(host, { do: 'dwell' });
  report.budget('approved → first on real glass within one dwell, ms', { limit: dwell.dwellMs, value: Math.min(...onGlass) });
}

async function withdrawals(host: ChildProcess, players: ChildProcess, glasses: RealGlass[]): Promise<void> {
  const heard: number[] = [];
  const off: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // One that stands on a real glass at this moment, so that it leaves in the middle of a slide.
    const glass = glasses[round % glasses.length];
    const [postingId] = (await glass?.showing()) ?? [];
    if (glass === undefined || postingId === undefined) continue;
    const gone = glass.until(postingId, 'off');
    const { pressedMs } = await ask<{ pressedMs: number }>(host, { do: 'withdraw', postingId });
    off.push((await gone) - pressedMs);
    heard.push(...since(pressedMs, (await ask<{ at: number[] }>(players, { do: 'heard', what: `closed ${postingId}` })).at));
    progress(`withdrawn ${round + 1}/${rounds}: off the glass after ${Math.round(off.at(-1) ?? 0)} ms`);
  }
  report.distribution('withdrawn → heard by players', { samples: heard, unit: 'ms', as: 'p99' });
  report.distribution('withdrawn → off real glass, in the middle of its slide', { samples: off, unit: 'ms', as: 'p99' });
  report.budget('withdrawn → off the glass (real browsers), p99 ms', {
    limit: 1_000,
    value: p99('withdrawn → off real glass, in the middle of its slide'),
  });
}

async function slates(host: ChildProcess, players: ChildProcess, glasses: RealGlass[]): Promise<void> {
  const heard: number[] = [];
  const up: number[] = [];
  const back: number[] = [];
  for (let round = 0; round < slateRounds; round += 1) {
    const slated = Promise.all(glasses.map((glass) => glass.untilSlate('on')));
    const raised = await ask<{ pressedMs: number; takeoverId: string }>(host, { do: 'slate' });
    up.push(...since(raised.pressedMs, await slated));
    heard.push(...since(raised.pressedMs, (await ask<{ at: number[] }>(players, { do: 'heard', what: `raised ${raised.takeoverId}` })).at));
    const lifted = Promise.all(glasses.map((glass) => glass.untilSlate('off')));
    const { pressedMs } = await ask<{ pressedMs: number }>(host, { do: 'lift', takeoverId: raised.takeoverId });
    back.push(...since(pressedMs, await lifted));
    await ask(players, { do: 'heard', what: `lifted ${raised.takeoverId}` });
    progress(`slate ${round + 1}/${slateRounds}`);
  }
  report.distribution('safe slate → heard by players', { samples: heard, unit: 'ms', as: 'p99' });
  report.distribution('safe slate → on real glass', { samples: up, unit: 'ms', as: 'p99' });
  report.distribution('slate lifted → jobs on real glass', { samples: back, unit: 'ms', as: 'p99' });
  report.budget(`safe slate heard by ${playersCount} players, p99 ms`, { limit: 1_000, value: p99('safe slate → heard by players') });
  report.budget('safe slate on real glass, p99 ms', { limit: 1_000, value: p99('safe slate → on real glass') });
  report.budget('jobs back on real glass, p99 ms', { limit: 1_000, value: p99('slate lifted → jobs on real glass') });
}

function p99(name: string): number {
  return report.result.figures[name]?.p99 ?? Number.POSITIVE_INFINITY;
}

async function standardServers() {
  const { startPostgres } = await import('#tests/support/postgres-server.ts');
  const { startRedis } = await import('#tests/support/redis-server.ts');
  const { freshPostgresDatabase } = await import('#tests/support/template.ts');
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  const env = { DATABASE_URL: await freshPostgresDatabase(postgres.url), REDIS_URL: redis.url };
  return { env, stop: async () => void (await Promise.all([postgres.stop(), redis.stop()])) };
}
