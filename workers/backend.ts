import {
  createNodeRedisClient,
  createPostgresBackend,
  createRedisBackend,
  type JobsOptions,
  type KeepJobs,
  type Processor,
  type Queue,
  type Worker,
  withBackend,
} from 'bullmq';
import type { createClient } from 'redis';
import type { DatabaseHandle } from '../server/db/driver.ts';
import type { Log } from '../server/services/log.ts';
import { type Job, type QueueCounts, type QueueName, type Queues, queueNames, queueTable } from './queues.ts';

/** BullMQ on whichever database stands behind it: Redis where there is one, else the PostgreSQL (or PGlite) that holds everything. */
export interface QueueBackend extends Queues {
  work(name: QueueName, process: Processor, given: { concurrency: number }): WorkerHandle;
  /** Puts the schedules of the table into force, and removes those that it no longer has. */
  schedule(): Promise<void>;
  close(): Promise<void>;
}

export type WorkerHandle = Pick<Worker, 'close' | 'on' | 'waitUntilReady'>;
type AnyQueue = Pick<
  Queue,
  'add' | 'addBulk' | 'getJobCounts' | 'upsertJobScheduler' | 'getJobSchedulers' | 'removeJobScheduler' | 'close' | 'waitUntilReady'
>;

/** How long a job of a process that died stays taken: until its lock has lapsed and a stalled check has seen it. */
const lockMs = 15_000;
/**
 * BullMQ lets a worker on PostgreSQL sleep until its next delayed job, up to an hour, trusting that a cut LISTEN is noticed. One that is cut between
 * its connect and its first listener is not (tried: fourteen jobs lay waiting), so a worker looks by itself after this long.
 */
const longestSleepSeconds = 10;
const stalledCheckMs = 5000;
/** Finished jobs are kept so that an event that is relayed again finds its job known; failed ones, so that somebody can look. */
const keepCompleted: KeepJobs = { age: 900, count: 2000 };
const keepFailed: KeepJobs = { age: 7 * 86_400, count: 2000 };

export function openQueues(given: {
  database: DatabaseHandle;
  redis: ReturnType<typeof createClient> | undefined;
  log: Log;
}): QueueBackend {
  const { database, redis, log } = given;
  const classes = redis
    ? { on: withBackend(createRedisBackend), connection: createNodeRedisClient(redis) }
    : { on: withBackend(wakefulPostgresBackend), connection: database.queuePool };
  const base = { connection: classes.connection as never };
  const queues = new Map<QueueName, AnyQueue>();
  for (const name of queueNames) {
    const queue = new classes.on.Queue(name, { ...base, defaultJobOptions: defaultsOf(name) });
    queue.on('error', (error: Error) => log.warn({ err: error, queue: name }, 'queue error'));
    queues.set(name, queue as unknown as AnyQueue);
  }
  const each = () => [...queues.entries()];
  const addAll = async (queue: AnyQueue, jobs: Job[]) => {
    // With node-redis, BullMQ's addBulk runs its scripts by hash inside a MULTI and fails for ever once Redis has forgotten them (restart,
    // failover). Single adds load them again, and go down the connection together all the same.
    if (redis) await Promise.all(jobs.map(toBulk).map(({ name, data, opts }) => queue.add(name, data, opts)));
    else await queue.addBulk(jobs.map(toBulk));
  };

  return {
    async add(...jobs) {
      for (const [name, queue] of each()) {
        const own = jobs.filter((job) => job.queue === name);
        if (own.length > 0) await addAll(queue, own);
      }
    },
    async counts() {
      const all = await Promise.all(
        each().map(async ([name, queue]) => {
          const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
          return [name, { waiting, active, delayed, failed } satisfies QueueCounts] as const;
        }),
      );
      return Object.fromEntries(all) as Record<QueueName, QueueCounts>;
    },
    work(name, process, { concurrency }) {
      const worker = new classes.on.Worker(name, process, {
        ...base,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        // A job whose process was killed is innocent; only its tries count against it.
        maxStalledCount: 20,
      });
      return worker as unknown as WorkerHandle;
    },
    async schedule() {
      for (const [name, queue] of each()) await scheduleOne(name, queue);
    },
    async close() {
      await Promise.all(each().map(([, queue]) => queue.close()));
    },
  };
}

const wakefulPostgresBackend: typeof createPostgresBackend = (...given) =>
  Object.defineProperty(createPostgresBackend(...given), 'maximumBlockTimeout', { value: longestSleepSeconds });

function defaultsOf(name: QueueName): JobsOptions {
  const { tries, backoffMs } = queueTable[name];
  return {
    attempts: tries,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.3 },
    removeOnComplete: keepCompleted,
    removeOnFail: keepFailed,
  };
}

function toBulk(job: Job) {
  const data: unknown = queueTable[job.queue].payload.parse(job.payload);
  return {
    name: job.queue,
    data,
    opts: { ...(job.id === undefined ? {} : { jobId: job.id }), ...(job.delayMs === undefined ? {} : { delay: job.delayMs }) },
  };
}

async function scheduleOne(name: QueueName, queue: AnyQueue): Promise<void> {
  const wanted = queueTable[name].schedules ?? [];
  for (const schedule of wanted) {
    const repeat = 'every' in schedule ? { every: schedule.every } : { pattern: schedule.cron, tz: schedule.timeZone };
    // A finished run of a schedule answers no question; the next one comes anyway.
    await queue.upsertJobScheduler(schedule.id, repeat, { name, data: schedule.payload, opts: { removeOnComplete: true } });
  }
  for (const known of await queue.getJobSchedulers())
    if (!wanted.some((schedule) => schedule.id === known.key)) await queue.removeJobScheduler(known.key);
}
