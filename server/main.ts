import { runRelay, runWorkers } from '../workers/background.ts';
import { findHandlers } from '../workers/find-handlers.ts';
import { demoConfig, readOptions } from './boot/options.ts';
import { serve } from './boot/serve.ts';
import { openInfrastructure } from './compose.ts';
import { assertSeparable, readConfig } from './config.ts';
import { sealReportNotes } from './services/callbacks/seal-report-notes.ts';
import { rememberLastCode } from './services/demo/last-code.ts';
import { openLog } from './services/log.ts';
import { smsFromConfig } from './services/sms/from-config.ts';
import { Shutdown } from './shutdown.ts';
import { whyNotStarted } from './start-refused.ts';

// The only place that wires things together: infrastructure, then workers, then the front door. Closed in the opposite order.
try {
  const options = readOptions(process.argv.slice(2));
  const given = readConfig();
  if (options.role !== 'all') assertSeparable(given);
  const config = options.demo ? demoConfig(given) : given;
  const log = openLog(config.log);
  const shutdown = new Shutdown(log);
  shutdown.takeSignals();

  const sms = options.demo ? rememberLastCode(smsFromConfig(config.sms)) : undefined;
  const infrastructure = await openInfrastructure(config, { log, ...(sms && { sms }) });
  shutdown.add('infrastructure', () => infrastructure.close());
  await sealReportNotes(infrastructure.context);

  runRelay(infrastructure, shutdown);
  if (options.role !== 'server') await runWorkers(infrastructure, await findHandlers(), shutdown);
  if (options.role !== 'workers') await serve({ infrastructure, shutdown, demo: sms && { lastCode: sms.lastCode } });
} catch (error) {
  process.stderr.write(`${whyNotStarted(error)}\n`);
  process.exit(1);
}
