import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { createClient } from 'redis';
import { type Infrastructure, openInfrastructure } from '#server/compose.ts';
import { type Config, readConfig } from '#server/config.ts';
import type { DatabaseHandle } from '#server/db/driver.ts';
import { openPgliteInMemory } from '#server/db/driver-pglite.ts';
import { outbox } from '#server/db/schema/records.ts';
import type { Context } from '#server/services/context.ts';
import type { Log } from '#server/services/log.ts';
import { type SmsSink, smsSink } from '#server/services/sms/sink.ts';
import { Shutdown } from '#server/shutdown.ts';
import { runRelay, runWorkers } from '#workers/background.ts';
import type { AnyHandler } from '#workers/handler.ts';
import { queueNames } from '#workers/queues.ts';
import { quietLog } from './quiet-log.ts';
import { servers } from './servers.ts';
import { freshPostgresDatabase, pgliteTemplate } from './template.ts';
import { type TestClock, testClock, testRandom } from './test-clock.ts';
import { until } from './until.ts';

/** `postgres`: PostgreSQL without Redis, whose queue then lives in it too. */
export const modes = ['embedded', 'standard'] as const;
export type Mode = (typeof modes)[number] | 'postgres';

export interface HouseOptions {
  /** A clock that stands still and randomness that repeats. */
  deterministic?: boolean;
  env?: Record<string, string>;
  log?: Log;
}

/** A whole installation without HTTP, with a database of its own. */
export interface House {
  mode: Mode;
  ctx: Context;
  infrastructure: Infrastructure;
  sms: SmsSink;
  /** Throws unless the house is deterministic. */
  clock: TestClock;
  /** Starts relay and workers. Queues without a handler among those given get one that does nothing. */
  startBackground(handlers?: readonly AnyHandler[]): Promise<void>;
  /** Waits until every committed event has been forwarded and no job is waiting or under way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function openHouse(mode: Mode, options: HouseOptions = {}): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gangbo-house-'));
  const { config, database } = mode === 'embedded' ? await embedded(dataDir, options) : await onServers(dataDir, mode, options);
  const clock = options.deterministic ? testClock() : undefined;
  const sms = smsSink();
  const log = options.log ?? quietLog;
  const infrastructure = await openInfrastructure(config, {
    log,
    sms,
    ...(database ? { database } : {}),
    ...(clock ? { clock, random: testRandom(clock) } : {}),
  });
  const background = new Shutdown(log);
  return {
    mode,
    ctx: infrastructure.context,
    infrastructure,
    sms,
    get clock() {
      if (!clock) throw new Error('this house has the real clock: open it with deterministic');
      return clock;
    },
    async startBackground(handlers = []) {
      const idle = queueNames.filter((name) => !handlers.some((handler) => handler.queue === name));
      await runWorkers(
        infrastructure,
        [...handlers, ...idle.map((queue) => ({ queue, handle: async () => {} }) as AnyHandler)],
        background,
      );
      runRelay(infrastructure, background);
    },
    settle: () => settle(infrastructure),
    async close() {
      await background.run();
      await infrastructure.close();
      await database?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Prepared {
  config: Config;
  database?: DatabaseHandle;
}

async function embedded(dataDir: string, { env }: HouseOptions): Promise<Prepared> {
  return { config: readConfig({ DATA_DIR: dataDir, ...env }), database: await openPgliteInMemory(await pgliteTemplate()) };
}

async function onServers(dataDir: string, mode: Mode, { env }: HouseOptions): Promise<Prepared> {
  const { postgresUrl, redisUrl } = await servers();
  const given = { DATA_DIR: dataDir, DATABASE_URL: await freshPostgresDatabase(postgresUrl), ...env };
  if (mode === 'postgres') return { config: readConfig(given) };
  await emptyRedis(redisUrl);
  return { config: readConfig({ ...given, REDIS_URL: redisUrl }) };
}

async function emptyRedis(url: string): Promise<void> {
  const redis = createClient({ url });
  await redis.connect();
  await redis.flushAll();
  await redis.close();
}

async function settle({ context, queues }: Infrastructure): Promise<void> {
  await until(async () => {
    const [row] = await context.db.select({ n: sql<number>`count(*)::int` }).from(outbox);
    if (row?.n !== 0) return false;
    return Object.values(await queues.counts()).every((count) => count.waiting === 0 && count.active === 0);
  });
}
