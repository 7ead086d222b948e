import type { Log } from './services/log.ts';

/**
 * The one owner of the end. What was opened last is closed first; a step that fails or takes too long is logged and doesn't keep the
 * others from closing.
 */
export class Shutdown {
  readonly #log: Log;
  readonly #steps: { name: string; close: () => Promise<void> }[] = [];
  #running: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Once the end has begun, what is added late is closed at once. */
  add(name: string, close: () => Promise<void>): void {
    if (this.#running) void closeStep({ name, close }, this.#log);
    else this.#steps.push({ name, close });
  }

  /** Closes everything, once, however often it is asked. */
  run(): Promise<void> {
    this.#running ??= this.#closeAll();
    return this.#running;
  }

  /**
   * SIGTERM and SIGINT end the process in order; a second one ends it at once. So does an error that nobody caught: the state of the
   * process is unknown then, and whoever supervises it starts a new one.
   */
  takeSignals(): void {
    const end = (reason: string, code: number) => {
      if (this.#running) process.exit(code || 1);
      this.#log.info({ reason }, 'shutting down');
      void this.run().finally(() => process.exit(code));
    };
    process.on('SIGTERM', () => end('SIGTERM', 0));
    process.on('SIGINT', () => end('SIGINT', 0));
    process.on('uncaughtException', (error) => {
      this.#log.fatal({ err: error }, 'uncaught error');
      end('uncaught error', 1);
    });
  }

  async #closeAll(): Promise<void> {
    for (const step of this.#steps.toReversed()) await closeStep(step, this.#log);
  }
}

/** A supervisor gives a process 30 s as a rule; no single step may use them up. */
const stepMs = 12_000;

async function closeStep(step: { name: string; close: () => Promise<void> }, log: Log): Promise<void> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), stepMs);
  try {
    const how = await Promise.race([step.close().then(() => 'closed' as const), late.promise]);
    if (how === 'late') log.error({ step: step.name }, 'did not close in time');
  } catch (error) {
    log.error({ err: error, step: step.name }, 'did not close cleanly');
  } finally {
    clearTimeout(timer);
  }
}
