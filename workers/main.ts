import { openInfrastructure } from '../server/compose.ts';
import { assertSeparable, readConfig } from '../server/config.ts';
import { openLog } from '../server/services/log.ts';
import { Shutdown } from '../server/shutdown.ts';
import { whyNotStarted } from '../server/start-refused.ts';
import { runRelay, runWorkers } from './background.ts';
import { findHandlers } from './find-handlers.ts';

/** The second process of the standard mode. The embedded mode runs the same inside the server. */
export async function runWorkersProcess(): Promise<void> {
  const config = readConfig();
  assertSeparable(config);
  const log = openLog(config.log);
  const shutdown = new Shutdown(log);
  shutdown.takeSignals();
  const handlers = await findHandlers();
  const infrastructure = await openInfrastructure(config, { log });
  shutdown.add('infrastructure', () => infrastructure.close());
  runRelay(infrastructure, shutdown);
  await runWorkers(infrastructure, handlers, shutdown);
  log.info({ queues: handlers.map((handler) => handler.queue) }, 'workers ready');
}

if (import.meta.main) {
  await runWorkersProcess().catch((error: unknown) => {
    process.stderr.write(`${whyNotStarted(error)}\n`);
    process.exit(1);
  });
}
