import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Infrastructure, openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { outbox } from '#server/db/schema/records.ts';
import { announce } from '#server/services/announce.ts';
import { openLog } from '#server/services/log.ts';
import { Shutdown } from '#server/shutdown.ts';
import { startRedis } from '#tests/support/redis-server.ts';
import { freePort, type RunningServer } from '#tests/support/running-server.ts';
import { servers } from '#tests/support/servers.ts';
import { freshPostgresDatabase } from '#tests/support/template.ts';
import { until } from '#tests/support/until.ts';
import { runRelay, runWorkers } from '#workers/background.ts';
import { type AnyHandler, defineHandler } from '#workers/handler.ts';
import type { EventMessage } from '#workers/outbox-plan.ts';
import { queueNames } from '#workers/queues.ts';

// Two servers on one PostgreSQL and one Redis, while these two come and go. What they complain of meanwhile is expected.
const silent = openLog({ level: 'silent', pretty: false });
const done = new Set<string>();
const heard = new Set<string>();
const houses: { infrastructure: Infrastructure; shutdown: Shutdown }[] = [];
let dir = '';
let databaseUrl = '';
let redisPort = 0;
let redis: RunningServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gangbo-outage-'));
  databaseUrl = await freshPostgresDatabase((await servers()).postgresUrl);
  redisPort = await freePort();
  redis = await startRedis({ port: redisPort });
  for (let index = 0; index < 2; index += 1) {
    const config = readConfig({ DATA_DIR: dir, DATABASE_URL: databaseUrl, REDIS_URL: redis.url });
    const infrastructure = await openInfrastructure(config, { log: silent });
    const shutdown = new Shutdown(silent);
    const boards = defineHandler('boards', async (_ctx, payload) => {
      if (payload.of === 'screen') done.add(payload.screenId);
    });
    const idle = queueNames.filter((queue) => queue !== 'boards').map((queue) => ({ queue, handle: async () => {} }) as AnyHandler);
    await infrastructure.context.bus.subscribe('event.*', (message) => {
      const { event } = message as EventMessage;
      if (event.type === 'screen.changed') heard.add(`${index} ${event.screenId}`);
    });
    runRelay(infrastructure, shutdown);
    await runWorkers(infrastructure, [boards, ...idle], shutdown);
    houses.push({ infrastructure, shutdown });
  }
});

afterAll(async () => {
  for (const { infrastructure, shutdown } of houses) {
    await shutdown.run();
    await infrastructure.close();
  }
  await redis.stop();
  await rm(dir, { recursive: true, force: true });
});

const say = (screenId: string) => {
  const ctx = houses[0]?.infrastructure.context;
  if (!ctx) throw new Error('the house is open');
  return ctx.db.transaction((tx) => announce(tx, ctx, { type: 'screen.changed', screenId }));
};
const everywhere = (id: string) => done.has(id) && heard.has(`0 ${id}`) && heard.has(`1 ${id}`);

test('an event of one server is heard on both', async () => {
  await say('fine');
  await until(() => everywhere('fine'));
});

test('when the connections that lead and listen are cut, another relay takes over', async () => {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const { rowCount } = await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('gangbo lead outbox', 'gangbo listen gangbo_outbox')",
  );
  await admin.end();
  expect(rowCount).toBeGreaterThanOrEqual(3);
  await say('after the cut');
  await until(() => everywhere('after the cut'));
});

test('while Redis is away changes are still made, and told when it is back', async () => {
  await redis.stop();
  await say('in the dark');
  const db = houses[0]?.infrastructure.context.db;
  expect(await db?.select().from(outbox)).not.toEqual([]);
  redis = await startRedis({ port: redisPort });
  await until(() => everywhere('in the dark'), 40_000);
  await say('in the light');
  await until(() => everywhere('in the light'));
  await until(async () => (await db?.select().from(outbox))?.length === 0);
  // The sweeps go on although that Redis had forgotten everything.
  await until(async () => {
    const counts = await houses[0]?.infrastructure.queues.counts();
    return (counts?.sweeps.delayed ?? 0) + (counts?.retention.delayed ?? 0) >= 3;
  });
}, 90_000);

test('a server that leaves hands the office over and loses nothing', async () => {
  const [first] = houses;
  await first?.shutdown.run();
  await say('to the one who stays');
  await until(() => done.has('to the one who stays') && heard.has('1 to the one who stays'));
});
