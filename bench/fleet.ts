// Ten thousand players on one server process, the product's own: what a held stream takes, published → all told, and all of them cut off at once and back,
// with publications going on. Beside it, in the same run, Hono's own `streamSSE` with nothing behind it. `npm run bench fleet [players]`.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, stopChild } from '#tests/support/running-server.ts';
import { type Approve, approver, forkServer, requireDescriptors, rest, untilServes } from './fleet/product.ts';
import { ask } from './lib/messages.ts';
import { CoreShares, processorMs } from './lib/processor-time.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';
import { noteMachine } from './live/show.ts';
import type { Submitted } from './pixels/world.ts';

const count = Number(process.argv[2] ?? 10_000);
/** The first connections pay for code and pools that the others share. */
const warm = Math.ceil(count / 20);
const rounds = 5;
const beatingRounds = 3;
const beatingMs = 30_000;
const backWithinMs = 60_000;
const publishEveryMs = 5_000;
/** While everybody is away, and some behind. */
const publishedMeanwhile = Math.ceil(backWithinMs / publishEveryMs) + 2;
const approvedWithinMs = 30_000;

interface Arrived {
  told: number[];
  held: number[];
}
interface Memory {
  rssBytes: number;
  heapBytes: number;
}

const here = join(import.meta.dirname, 'fleet');
const report = new Report('fleet');
const children: ChildProcess[] = [];
const since = (fromMs: number, at: readonly number[]) => at.map((ms) => ms - fromMs);

await requireDescriptors(count + 1_000);
const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-bench-fleet-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  DATA_DIR: dataDir,
  PORT: String(port),
  HTTPS_PORT: '0',
  MEDIA_PORT: String(await freePort()),
  PUBLIC_URL: base,
  LOG_LEVEL: 'error',
};

try {
  await floor();
  const players = start(join(here, 'players.ts'));
  const { screenIds, submitted, invitation } = await seed(players);
  const server = forkServer(env);
  children.push(server);
  await untilServes(server, base);
  const approve = await approver(base, invitation);
  const next = () => {
    const posting = submitted.shift();
    if (posting === undefined) throw new Error('there are no more postings to approve');
    return posting;
  };
  const run: Run = { server, players, approve, next };

  await rest(run);
  progress(`${count} players prove their keys and fetch what they show`);
  const { holding } = await ask<{ holding: number }>(players, { do: 'enrol', base, screenIds });
  report.budget('players that hold a manifest', { limit: count, value: holding, atLeast: true });
  await hold(run);
  await publications(run);
  await cut(run);
  await heartbeats(run);
  report.print();
  // Before the server: its end is not theirs to mourn.
  players.kill();
  await stopChild(server, 'SIGTERM');
} finally {
  for (const child of children) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

interface Run {
  server: ChildProcess;
  players: ChildProcess;
  approve: Approve;
  /** The next posting that waits for its second person. */
  next: () => Submitted;
}

function start(file: string, execArgv: string[] = []): ChildProcess {
  const child = fork(file, { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

/** What the framework itself takes to hold as many streams, and nothing else. */
async function floor(): Promise<void> {
  progress(`floor: ${count} streams on Hono’s own streamSSE`);
  const server = start(join(import.meta.dirname, 'pixels', 'floor.ts'), ['--expose-gc']);
  const clients = start(join(import.meta.dirname, 'pixels', 'listeners.ts'));
  const { hono } = await ask<{ hono: string }>(server, { do: 'open' });
  await ask(clients, { do: 'connect', url: hono, count: warm });
  const before = await ask<Memory>(server, { do: 'memory' });
  await ask(clients, { do: 'connect', url: hono, count: count - warm });
  const after = await ask<Memory>(server, { do: 'memory' });
  const held = await ask<{ hono: number }>(server, { do: 'counts' });
  const peer = 'Hono’s streamSSE, nothing behind it';
  report.peer(peer, 'resident memory a held stream', { value: kibEach(before.rssBytes, after.rssBytes), unit: 'KiB', samples: held.hono });
  report.peer(peer, 'of it JavaScript heap', { value: kibEach(before.heapBytes, after.heapBytes), unit: 'KiB', samples: held.hono });
  for (const child of [clients, server]) child.kill();
}

function kibEach(before: number, after: number): number {
  return (after - before) / (count - warm) / 1_024;
}

async function seed(players: ChildProcess) {
  progress(`building ${count} screens, four at a station, twenty jobs on each`);
  const { publicKey } = await ask<{ publicKey: string }>(players, { do: 'key' });
  const child = start(join(here, 'seed.ts'));
  const postings = 1 + rounds + publishedMeanwhile + beatingRounds;
  const built = await ask<{ screenIds: string[]; submitted: Submitted[]; invitation: string }>(child, {
    do: 'build',
    count,
    publicKey,
    postings,
  });
  await ask(child, { do: 'stop' });
  await stopChild(child, 'SIGTERM');
  return built;
}

/** The memory that streams add to a server at whose side everything else is: sessions, boards, one publication. */
async function hold(run: Run): Promise<void> {
  const { server, players } = run;
  await ask(players, { do: 'open', from: 0, to: warm });
  await rest(run);
  const before = await weigh(run);
  progress(`${count} streams`);
  const cpu = processorMs(server.pid);
  const { connected } = await ask<{ connected: number }>(players, { do: 'open', from: warm, to: count });
  const cpuMs = processorMs(server.pid) - cpu;
  await rest(run);
  const after = await weigh(run);
  const value = kibEach(before.rssBytes, after.rssBytes);
  report.figure('resident memory a held stream', { value, unit: 'KiB', samples: connected });
  report.figure('of it JavaScript heap', { value: kibEach(before.heapBytes, after.heapBytes), unit: 'KiB', samples: connected });
  report.figure('resident memory of the server, all held', { value: after.rssBytes / 2 ** 20, unit: 'MiB' });
  report.figure('processor time of the server to open a stream', { value: cpuMs / (count - warm), unit: 'ms', samples: count - warm });
  report.budget('players held by one server process', { limit: count, value: connected, atLeast: true });
  report.budget('resident memory a held stream, KiB', { limit: 25, value });
}

/** What the server holds with the streams alone connected. */
async function weigh({ server, players }: Run): Promise<Memory> {
  await ask(players, { do: 'hangUp' });
  await delay(1_000);
  return ask<Memory>(server, { do: 'memory' });
}

async function publish({ players, approve }: Run, posting: Submitted): Promise<{ pressedMs: number; arrived: Arrived }> {
  await ask(players, { do: 'expect', postingId: posting.postingId });
  const { pressedMs, status } = await approve(posting);
  if (status !== 200) throw new Error(`an approval was answered with ${status}`);
  const { held } = await ask<Arrived>(players, { do: 'arrived', postingId: posting.postingId });
  const { told } = await ask<{ told: number[] }>(players, { do: 'toldOf', postingId: posting.postingId });
  return { pressedMs, arrived: { told, held } };
}

async function publications(run: Run): Promise<void> {
  const { server, players, next } = run;
  await publish(run, next());
  await rest(run);
  const told: number[] = [];
  const held: number[] = [];
  const shares = new CoreShares({ server: [server.pid], 'generator (the players)': [players.pid] });
  for (let round = 1; round <= rounds; round += 1) {
    const { pressedMs, arrived } = await publish(run, next());
    told.push(...since(pressedMs, arrived.told));
    held.push(...since(pressedMs, arrived.held));
    progress(
      `published ${round}/${rounds}: all told after ${seconds(since(pressedMs, arrived.told))}, all held after ${seconds(since(pressedMs, arrived.held))}`,
    );
  }
  noteMachine(report, shares.read());
  report.distribution('published → told', { samples: told, unit: 'ms', as: 'p99' });
  report.distribution('published → its manifest fetched', { samples: held, unit: 'ms', as: 'p99' });
  report.budget('publications that a player was not told of', { limit: 0, value: rounds * count - told.length });
  report.budget('publications that a player does not hold', { limit: 0, value: rounds * count - held.length });
  await noteFailures(run, 'while streams were held');
}

function seconds(ms: readonly number[]): string {
  return ms.length === 0 ? 'never' : `${(Math.max(...ms) / 1_000).toFixed(1)} s`;
}

/** Their network is gone and back at once; a clerk notices nothing. */
async function cut(run: Run): Promise<void> {
  const { players, server } = run;
  await rest(run);
  progress('all lines cut');
  const shares = new CoreShares({ server: [server.pid], 'generator (the players)': [players.pid] });
  const { atMs } = await ask<{ atMs: number }>(players, { do: 'cut' });
  const going = new AbortController();
  const publishing = publishOn(run, going.signal);
  const { at, connected } = await ask<{ at: number[]; connected: number }>(players, { do: 'back' });
  const used = shares.read();
  going.abort();
  const published = await publishing;
  const backMs = since(atMs, at);
  progress(`${connected} back after ${seconds(backMs)}, ${published.length} published meanwhile`);

  let missed = 0;
  for (const { posting } of published.filter(({ status }) => status === 200)) {
    const { held } = await ask<Arrived>(players, { do: 'arrived', postingId: posting.postingId });
    missed += count - held.length;
  }
  report.distribution('cut → stream open again', { samples: backMs, unit: 'ms', as: 'max' });
  report.distribution('an approval’s answer meanwhile', { samples: published.map(({ tookMs }) => tookMs), unit: 'ms', as: 'max' });
  for (const [name, value] of Object.entries(used))
    report.figure(`processor while they come back: ${name}`, { value, unit: '% of one core' });
  report.budget('players that came back', { limit: count, value: connected, atLeast: true });
  report.budget('all reconnected, ms', {
    limit: backWithinMs,
    value: backMs.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...backMs),
  });
  report.budget('publications that failed meanwhile', { limit: 0, value: published.filter(({ status }) => status !== 200).length });
  report.budget('publications that somebody missed', { limit: 0, value: missed });
  await noteFailures(run, 'while they came back');
}

interface Published {
  posting: Submitted;
  /** 0: no answer. */
  status: number;
  tookMs: number;
}

/** One after the other until told to stop, the one under way included. */
async function publishOn({ players, approve, next }: Run, signal: AbortSignal): Promise<Published[]> {
  const published: Published[] = [];
  while (!signal.aborted && published.length < publishedMeanwhile) {
    const posting = next();
    await ask(players, { do: 'expect', postingId: posting.postingId });
    const startedMs = performance.now();
    const late = delay(approvedWithinMs, { status: 0 });
    // An answer that breaks off is a failed publication, not the bench's end.
    const { status } = await Promise.race([approve(posting).catch(() => ({ status: 0 })), late]);
    const tookMs = performance.now() - startedMs;
    published.push({ posting, status, tookMs });
    await delay(Math.max(publishEveryMs - tookMs, 0));
  }
  return published;
}

/** As walls do: each says how it fares every five seconds. No budget speaks of it; it is what two cores that are shared with the players bear. */
async function heartbeats(run: Run): Promise<void> {
  const { players, server, next } = run;
  await rest(run);
  progress(`${count} players beat every five seconds`);
  await ask(players, { do: 'beat' });
  await delay(10_000);
  await ask(players, { do: 'clearBeats' });
  const shares = new CoreShares({ server: [server.pid], 'generator (the players)': [players.pid] });
  await delay(beatingMs);
  const used = shares.read();
  const { tookMs } = await ask<{ tookMs: number[] }>(players, { do: 'readBeats' });
  const told: number[] = [];
  for (let round = 1; round <= beatingRounds; round += 1) {
    const { pressedMs, arrived } = await publish(run, next());
    told.push(...since(pressedMs, arrived.told));
    progress(`published ${round}/${beatingRounds}: all told after ${seconds(since(pressedMs, arrived.told))}`);
  }
  await ask(players, { do: 'restBeats' });
  report.figure('beats taken', { value: tookMs.length / (beatingMs / 1_000), unit: '1/s', samples: tookMs.length });
  if (tookMs.length > 0) report.distribution('a beat’s answer', { samples: tookMs, unit: 'ms', as: 'p99' });
  for (const [name, value] of Object.entries(used)) report.figure(`processor while all beat: ${name}`, { value, unit: '% of one core' });
  if (told.length > 0) report.distribution('published → told, while all beat', { samples: told, unit: 'ms', as: 'p99' });
  report.figure('publications that a player was not told of, while all beat', {
    value: beatingRounds * count - told.length,
    unit: 'publications',
  });
  if (tookMs.length > 0) progress(`half of the beats answered within ${Math.round(quantile(tookMs, 0.5))} ms`);
  await noteFailures(run, 'while all beat');
}

async function noteFailures({ players }: Run, when: string): Promise<void> {
  const { why } = await ask<{ why: Record<string, number> }>(players, { do: 'failures' });
  const all = Object.values(why).reduce((sum, times) => sum + times, 0);
  const note = Object.entries(why).map(([what, times]) => `${what}: ${times}`);
  report.figure(`connections and questions that failed ${when}`, {
    value: all,
    unit: 'failures',
    ...(all > 0 && { note: note.join('; ') }),
  });
}
