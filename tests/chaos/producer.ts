import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openInfrastructure } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { announce } from '#server/services/announce.ts';
import { Shutdown } from '#server/shutdown.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { runRelay, runWorkers } from '#workers/background.ts';
import { type AnyHandler, defineHandler } from '#workers/handler.ts';
import type { EventMessage } from '#workers/outbox-plan.ts';
import { queueNames } from '#workers/queues.ts';

// A process that commits events and does their jobs until it is killed, and writes down what it has committed, heard and done. Appending to a
// file outlives kill -9. Arguments: the folder to write to, the first number to use.
const [dir = '', first = '0'] = process.argv.slice(2);
const note = (what: 'committed' | 'heard' | 'done', id: string) => appendFileSync(join(dir, what), `${id}\n`);

const shutdown = new Shutdown(quietLog);
shutdown.takeSignals();
const infrastructure = await openInfrastructure(readConfig(), { log: quietLog });
shutdown.add('infrastructure', () => infrastructure.close());
const { context: ctx } = infrastructure;

const boards = defineHandler('boards', async (_ctx, payload) => {
  if (payload.of !== 'screen') return;
  await delay(Math.random() * 20);
  note('done', payload.screenId);
});
const idle = queueNames.filter((queue) => queue !== 'boards').map((queue) => ({ queue, handle: async () => {} }) as AnyHandler);
await ctx.bus.subscribe('event.screen.changed', (message) => {
  const { event } = message as EventMessage;
  if (event.type === 'screen.changed') note('heard', event.screenId);
});
runRelay(infrastructure, shutdown);
await runWorkers(infrastructure, [boards, ...idle], shutdown);

let number = Number(first);
let ending = false;
const producing = (async () => {
  while (!ending) {
    const ids = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => String(number++));
    await ctx.db.transaction((tx) => announce(tx, ctx, ...ids.map((screenId) => ({ type: 'screen.changed' as const, screenId }))));
    for (const id of ids) note('committed', id);
    await delay(Math.random() * 5);
  }
})();
shutdown.add('producer', async () => {
  ending = true;
  await producing;
});
process.send?.('ready');
