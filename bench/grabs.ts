// 10,000 at once on 10 places: by the service itself, over HTTP, and from several processes; on PGlite and on PostgreSQL (durable: it waits for the
// disk), beside the bare statement that any such design ends in.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getRequestListener } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { type Infrastructure, openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { createApp } from '#server/http/app.ts';
import { httpServer } from '#server/http/front.ts';
import { identifier } from '#server/http/identify.ts';
import { ContentShelf } from '#server/media/content/content-shelf.ts';
import { LiveMedia } from '#server/media/live-media.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import { BeatKeeper } from '#server/realtime/beat-keeper.ts';
import { createHub } from '#server/realtime/hub.ts';
import type { Context } from '#server/services/context.ts';
import { grabPlace } from '#server/services/grabs/grab-place.ts';
import { openLog } from '#server/services/log.ts';
import { createStaffAuth } from '#server/services/staff/auth.ts';
import { startPostgres } from '#tests/support/postgres-server.ts';
import { startRedis } from '#tests/support/redis-server.ts';
import { freshPostgresDatabase } from '#tests/support/template.ts';
import { Restreams } from '../server/media/restream/restreams.ts';
import { countGrabs, makeCrowd, makePosting } from './grabs/crowd.ts';
import { progress, Report } from './lib/report.ts';

const places = 10;
const crowdSize = Number(process.argv[2] ?? 10_000);
const processes = 2;

interface Told {
  took: number;
  state: string;
}

const report = new Report('grabs');
const quiet = openLog({ level: 'silent', pretty: false });

await onPglite();
await onPostgres();
report.print();

async function onPglite(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-bench-grabs-'));
  const infrastructure = await openInfrastructure(readConfig({ DATA_DIR: dataDir }), { log: quiet });
  try {
    await measure('PGlite', infrastructure);
  } finally {
    await infrastructure.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function onPostgres(): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-bench-grabs-'));
  const env = { DATA_DIR: dataDir, DATABASE_URL: await freshPostgresDatabase(postgres.url), REDIS_URL: redis.url };
  const infrastructure = await openInfrastructure(readConfig(env), { log: quiet });
  try {
    await measure('PostgreSQL', infrastructure);
    await fromSeveral('PostgreSQL', infrastructure.context, env);
  } finally {
    await infrastructure.close();
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(database: string, infrastructure: Infrastructure): Promise<void> {
  const { context } = infrastructure;
  progress(`${database}: making ${crowdSize} people …`);
  const crowd = await makeCrowd(context, crowdSize);

  const byService = await makePosting(context, places);
  progress(`${database}: by the service …`);
  let cpu = process.cpuUsage();
  const pressedAt = performance.now();
  const told = await Promise.all(
    crowd.map(async ({ seekerId }): Promise<Told> => {
      const { state } = await grabPlace(context, { postingId: byService, seekerId });
      return { took: performance.now() - pressedAt, state };
    }),
  );
  writeCpu(`${database}, service`, cpu);
  await write(`${database}, service`, context, byService, told);

  const overHttp = await makePosting(context, places);
  progress(`${database}: over HTTP, each on its own connection …`);
  cpu = process.cpuUsage();
  const answered = await byHttp(
    infrastructure,
    overHttp,
    crowd.map(({ token }) => token),
  );
  writeCpu(`${database}, HTTP`, cpu);
  await write(`${database}, HTTP`, context, overHttp, answered);

  progress(`${database}: the bare statement …`);
  await floor(database, context);
}

/** What the rush cost this process, whoever else was using the machine. */
function writeCpu(name: string, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  report.figure(`${name}: CPU of the server process`, { value: (user + system) / 1e6, unit: 's' });
}

async function write(name: string, context: Context, postingId: string, told: Told[]): Promise<void> {
  const { placed, waiting, placesLeft } = await countGrabs(context, postingId);
  const winners = told.filter(({ state }) => state === 'grabbed').map(({ took }) => took);
  const tooks = told.map(({ took }) => took);
  const rate = (told.length / Math.max(...tooks)) * 1_000;
  report.distribution(`${name}: winners told`, { samples: winners, unit: 'ms', as: 'max' });
  report.distribution(`${name}: all told`, { samples: tooks, unit: 'ms', as: 'max' });
  report.figure(`${name}: decided`, { value: rate, unit: '1/s', samples: told.length });
  report.figure(`${name}: places given`, {
    value: placed,
    unit: 'places',
    note: `told of ${winners.length}; ${waiting} numbered; ${placesLeft} left`,
  });
  const exact = placed === places && winners.length === places && waiting === told.length - places && placesLeft === 0;
  report.budget(`${name}: exactly ${places} places, everybody else numbered`, { limit: 0, value: exact ? 0 : 1 });
  report.budget(`${name}: winners told, ms`, { limit: 1_000, value: Math.max(...winners) });
  report.budget(`${name}: all told, ms`, { limit: 8_000, value: Math.max(...tooks) });
  report.budget(`${name}: decided a second`, { limit: 1_500, value: rate, atLeast: true });
}

async function byHttp(infrastructure: Infrastructure, postingId: string, tokens: string[]): Promise<Told[]> {
  const { context } = infrastructure;
  const auth = createStaffAuth({ db: context.db, secret: context.vault.fingerprint('staff sessions'), trustedOrigins: [] });
  const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
  const beats = new BeatKeeper(context);
  const media = new LiveMedia({ log: quiet, maxViewers: 1 });
  const app = createApp({
    context,
    auth,
    hub,
    media,
    recordings: new RecordingShelf({ dir: context.config.media.dir, log: quiet }),
    contents: new ContentShelf({ dir: context.config.media.dir }),
    beats,
    restreams: new Restreams({ media, allowPrivate: false, now: () => performance.now(), log: quiet }),
    identify: identifier({ context, auth, demoTabs: undefined }),
    probes: infrastructure.probes,
    trust: { httpsPort: undefined, anchor: () => undefined },
    demo: undefined,
  });
  const server = httpServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  const client = spawn(process.execPath, [join(import.meta.dirname, 'grabs', 'http-crowd.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  client.stdin.end(JSON.stringify({ port: (server.address() as AddressInfo).port, postingId, tokens }));
  const said = await text(client.stdout);
  hub.close();
  await beats.close();
  server.close();
  if (said === '') throw new Error('the crowd came to nothing: see above');
  const { tooks, states } = JSON.parse(said) as { tooks: number[]; states: string[] };
  return tooks.map((took, index) => ({ took, state: states[index] ?? '' }));
}

/** One row, one counter, one statement a press: what the database alone can do. It numbers nobody and remembers nobody. */
async function floor(database: string, { db }: Context): Promise<void> {
  await db.execute(sql`create table bench_floor (id int primary key, places_left int not null)`);
  await db.execute(sql`insert into bench_floor values (1, ${crowdSize})`);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: crowdSize }, () =>
      db.execute(sql`update bench_floor set places_left = places_left - 1 where id = 1 and places_left > 0 returning places_left`),
    ),
  );
  const ms = performance.now() - startedAt;
  report.peer(`${database}: bare UPDATE … RETURNING`, 'decided', { value: (crowdSize / ms) * 1_000, unit: '1/s', samples: crowdSize });
  await db.execute(sql`drop table bench_floor`);
}

async function fromSeveral(database: string, context: Context, env: Record<string, string>): Promise<void> {
  progress(`${database}: from ${processes} processes at once …`);
  const crowd = await makeCrowd(context, crowdSize);
  const postingId = await makePosting(context, places);
  const children: ChildProcess[] = [];
  for (let index = 0; index < processes; index++) {
    const child = fork(join(import.meta.dirname, 'grabs', 'one-of-many.ts'), { env: { ...process.env, ...env } });
    await heard(child);
    children.push(child);
  }
  const share = Math.ceil(crowd.length / processes);
  const told = await Promise.all(
    children.map(async (child, index) => {
      child.send({ postingId, seekerIds: crowd.slice(index * share, (index + 1) * share).map(({ seekerId }) => seekerId) });
      return (await heard(child)) as Told[];
    }),
  );
  await write(`${database}, ${processes} processes`, context, postingId, told.flat());
}

/** The child's next message. @throws when it ends without a word */
function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a process ended with ${code} and said nothing`)));
  });
}
