import type { Infrastructure } from '../server/compose.ts';
import type { Shutdown } from '../server/shutdown.ts';
import type { AnyHandler } from './handler.ts';
import { startRelay } from './outbox-relay.ts';
import { startRunner } from './runner.ts';

/** Jobs get this long to end by themselves; those that don't are done again by whoever starts next. */
const graceMs = 8000;

/** Every process runs a relay: one of them holds the office, so that events flow as long as any process lives. */
export function runRelay(infrastructure: Infrastructure, shutdown: Shutdown): void {
  const { context, database, queues } = infrastructure;
  const relay = startRelay({ database, queues, bus: context.bus, log: context.log });
  shutdown.add('outbox relay', () => relay.close());
}

/** The embedded server and the workers' process run jobs too. */
export async function runWorkers(infrastructure: Infrastructure, handlers: readonly AnyHandler[], shutdown: Shutdown): Promise<void> {
  const { context, queues } = infrastructure;
  const runner = await startRunner({ context, backend: queues, handlers });
  shutdown.add('workers', () => runner.close(graceMs));
}
