import type { Context } from '../server/services/context.ts';
import type { QueueBackend, WorkerHandle } from './backend.ts';
import { assertOneEach } from './find-handlers.ts';
import type { AnyHandler, JobInfo } from './handler.ts';
import { queueTable } from './queues.ts';

export interface Runner {
  /** Takes no more jobs, waits for those under way up to `graceMs`, then leaves the rest to be taken again. */
  close(graceMs: number): Promise<void>;
}

/** Starts a worker for each queue. Resolves when all of them take jobs. */
export async function startRunner(given: { context: Context; backend: QueueBackend; handlers: readonly AnyHandler[] }): Promise<Runner> {
  const { context, backend, handlers } = given;
  assertOneEach(handlers);
  const ending = new AbortController();
  const workers = handlers.map((handler) => startWorker({ context, backend, handler, signal: ending.signal }));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  await backend.schedule();
  // A Redis that comes back may have forgotten the schedules with everything else.
  const forget = context.bus.onGap(() => {
    backend.schedule().catch((error: unknown) => context.log.error({ err: error }, 'schedules not restored'));
  });
  return {
    async close(graceMs) {
      ending.abort();
      forget();
      await Promise.all(workers.map((worker) => closeWithin(worker, graceMs)));
    },
  };
}

function startWorker(given: { context: Context; backend: QueueBackend; handler: AnyHandler; signal: AbortSignal }): WorkerHandle {
  const { context, backend, handler, signal } = given;
  const { queue } = handler;
  const { payload, concurrency } = queueTable[queue];
  const handle = handler.handle as (ctx: Context, payload: unknown, job: JobInfo) => Promise<void>;
  const givenUp = handler.givenUp as ((ctx: Context, payload: unknown) => Promise<void>) | undefined;
  const tellGivenUp = async (data: unknown) => givenUp?.(context, payload.parse(data));
  const worker = backend.work(
    queue,
    async (job) => {
      const log = context.log.child({ queue, jobId: job.id });
      // Parsed here too: what lies in the queue may have been put there by an older release.
      await handle({ ...context, log }, payload.parse(job.data), { id: job.id ?? '', attempt: job.attemptsMade + 1, signal });
    },
    { concurrency },
  );
  worker.on('error', (error) => context.log.warn({ err: error, queue }, 'worker error'));
  worker.on('failed', (job, error) => {
    const given = { err: error, queue, jobId: job?.id, attempt: job?.attemptsMade };
    // One that stalled too often ends before its tries are used up: only the end itself says that it is over.
    if (job && job.finishedOn === undefined) {
      context.log.warn(given, 'job failed, will be tried again');
      return;
    }
    context.log.error(given, 'job failed for good');
    if (job) tellGivenUp(job.data).catch((err: unknown) => context.log.error({ ...given, err }, 'nobody was told of the failed job'));
  });
  return worker;
}

/** A job that outlasts the grace keeps its lock until it lapses; another worker then takes it up again. */
async function closeWithin(worker: WorkerHandle, graceMs: number): Promise<void> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), graceMs);
  const ended = await Promise.race([worker.close().then(() => 'done' as const), late.promise]);
  clearTimeout(timer);
  if (ended === 'late') await worker.close(true);
}
