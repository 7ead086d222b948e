import { eq } from 'drizzle-orm';
import { createClient } from 'redis';
import { openQueues, type QueueBackend } from '../workers/backend.ts';
import type { Config } from './config.ts';
import { type DatabaseHandle, openDatabase } from './db/driver.ts';
import { type DataDirLock, lockDataDir } from './db/lock.ts';
import { type Migrated, migrate } from './db/migrate.ts';
import { settings } from './db/schema/org.ts';
import { localBus } from './realtime/bus-local.ts';
import { redisBus } from './realtime/bus-redis.ts';
import type { Bus } from './services/bus.ts';
import { type Clock, systemClock } from './services/clock.ts';
import type { Context } from './services/context.ts';
import { type Log, openLog } from './services/log.ts';
import { mailFromConfig } from './services/mail/from-config.ts';
import { type Random, systemRandom } from './services/random.ts';
import { smsFromConfig } from './services/sms/from-config.ts';
import type { SmsPort } from './services/sms/port.ts';
import type { Vault } from './services/vault.ts';
import { vaultFromConfig } from './services/vault-keys.ts';
import { Shutdown } from './shutdown.ts';
import { StartRefused } from './start-refused.ts';

/** Everything below HTTP, workers and media: opened once a process, closed as one. */
export interface Infrastructure {
  context: Context;
  database: DatabaseHandle;
  queues: QueueBackend;
  /** Embedded mode only: tells the CLI where this process answers. */
  lock: DataDirLock | undefined;
  migrated: Migrated;
  /** For `/api/health`; each throws when its dependency doesn't answer. */
  probes: Record<
    'database' | 'queue' | 'bus',
    () => Promise<{ state: 'ready'; detail?: string; counts?: { waiting: number; active: number; failed: number } }>
  >;
  close(): Promise<void>;
}

/** What tests put in the place of the real thing. */
export interface Replacements {
  clock?: Clock;
  random?: Random;
  sms?: SmsPort;
  log?: Log;
  /** A database that is open already; whoever opened it closes it. */
  database?: DatabaseHandle;
  /** Told before each step that may take a while: the launcher shows it. */
  progress?: (step: 'lock' | 'database' | 'migrate' | 'queue') => void;
}

/** The environment changed keys: what is sealed in the database would be unreadable, and every phone number unfindable. */
export class WrongVaultKey extends StartRefused {
  constructor() {
    super(
      '密钥与数据库不符：请恢复原来的 DATA_DIR/keys 或 VAULT_KEY，否则已加密的手机号无法读出 · the vault key is not the one this database was sealed with: restore DATA_DIR/keys or VAULT_KEY',
    );
  }
}

/** Opens lock, keys, database, Redis, queues and bus; when one of them fails, closes those already open. */
export async function openInfrastructure(config: Config, replace: Replacements = {}): Promise<Infrastructure> {
  const log = replace.log ?? openLog(config.log);
  const open = new Shutdown(log);
  const progress = replace.progress ?? (() => {});
  try {
    progress('lock');
    const lock = config.database.kind === 'pglite' && !replace.database ? lockDataDir(config.dataDir) : undefined;
    if (lock) open.add('data folder', async () => lock.release());
    const vault = await vaultFromConfig(config.keys);

    progress('database');
    const database = replace.database ?? (await openDatabase(config, log));
    if (!replace.database) open.add('database', () => database.close());
    progress('migrate');
    const migrated = await migrate(database, log);
    await assertSameVault(database, vault, replace.clock ?? systemClock);

    progress('queue');
    const redis = config.redis ? await connectRedis(config.redis.url, log) : undefined;
    if (redis) open.add('redis', () => redis.close());
    const bus = await openBus(redis, log, open);
    const queues = openQueues({ database, redis, log });
    open.add('queues', () => queues.close());

    const context: Context = {
      db: database.db,
      clock: replace.clock ?? systemClock,
      random: replace.random ?? systemRandom,
      bus,
      queues,
      vault,
      sms: replace.sms ?? smsFromConfig(config.sms),
      mail: mailFromConfig(config.mail),
      log,
      config,
    };
    return { context, database, queues, lock, migrated, probes: probesOf(database, queues, bus), close: () => open.run() };
  } catch (error) {
    await open.run();
    throw error;
  }
}

type Redis = ReturnType<typeof createClient>;

const redisPatienceMs = 10_000;

class RedisUnreachable extends StartRefused {
  constructor(url: string) {
    super(
      `连不上 Redis（${new URL(url).host}）。请检查它是否在运行、REDIS_URL 是否正确 · cannot reach Redis: is it running, is REDIS_URL right?`,
    );
  }
}

async function connectRedis(url: string, log: Log): Promise<Redis> {
  const redis: Redis = createClient({
    url,
    pingInterval: 15_000,
    socket: { connectTimeout: 5000, reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 2000) },
  });
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis connection lost'));
  const patience = AbortSignal.timeout(redisPatienceMs);
  const tooLong = new Promise<never>((_resolve, reject) => {
    patience.addEventListener('abort', () => reject(new RedisUnreachable(url)), { once: true });
  });
  // Later losses are waited out; at the start a wrong address should be said, not retried for ever.
  await Promise.race([redis.connect(), tooLong]).catch((error: unknown) => {
    redis.destroy();
    throw error;
  });
  return redis;
}

async function openBus(redis: Redis | undefined, log: Log, open: Shutdown): Promise<Bus> {
  if (!redis) return localBus();
  const bus = await redisBus(redis, log);
  open.add('bus', () => bus.close());
  return bus;
}

async function assertSameVault(database: DatabaseHandle, vault: Vault, clock: Clock): Promise<void> {
  const key = 'vault.key-id';
  await database.db.insert(settings).values({ key, value: vault.keyId, updatedAt: clock.now() }).onConflictDoNothing();
  const [known] = await database.db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  if (known?.value !== vault.keyId) throw new WrongVaultKey();
}

function probesOf(database: DatabaseHandle, queues: QueueBackend, bus: Bus): Infrastructure['probes'] {
  return {
    database: async () => ({ state: 'ready', detail: (await database.ping()).version }),
    async queue() {
      const counts = Object.values(await queues.counts());
      const sum = (state: 'waiting' | 'active' | 'failed') => counts.reduce((total, each) => total + each[state], 0);
      return { state: 'ready', counts: { waiting: sum('waiting'), active: sum('active'), failed: sum('failed') } };
    },
    async bus() {
      await bus.ping();
      return { state: 'ready' };
    },
  };
}
