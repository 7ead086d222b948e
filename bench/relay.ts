// From a commit to its news on the bus: one event on an idle house, then twenty thousand at once, in each mode, beside the bare floor: the
// database's own NOTIFY and nothing else.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DomainEvent } from '#server/contract/events.ts';
import { announce } from '#server/services/announce.ts';
import { openLog } from '#server/services/log.ts';
import { type House, type Mode, modes, openHouse } from '#tests/support/house.ts';
import type { EventMessage } from '#workers/outbox-plan.ts';
import { progress, Report } from './lib/report.ts';
import { quantile } from './lib/samples.ts';

const singles = 300;
const rush = 20_000;
const report = new Report('relay');

for (const mode of modes) {
  const house = await openHouse(mode, { log: openLog({ level: 'silent', pretty: false }) });
  await house.startBackground();
  try {
    await measure(mode, house);
  } finally {
    await house.close();
  }
}
report.print();
process.exit();

async function measure(mode: Mode, house: House): Promise<void> {
  const waiting = new Map<string, (at: number) => void>();
  let heard = 0;
  await house.ctx.bus.subscribe('event.screen.revoked', (message) => {
    heard += 1;
    const { event } = message as EventMessage;
    if (event.type === 'screen.revoked') waiting.get(event.screenId)?.(performance.now());
  });
  const say = (...events: DomainEvent[]) => house.ctx.db.transaction((tx) => announce(tx, house.ctx, ...events));

  progress(`${mode}: ${singles} events, one at a time`);
  const took: number[] = [];
  for (let index = 0; index < singles; index += 1) {
    const screenId = `single ${index}`;
    const news = new Promise<number>((resolve) => waiting.set(screenId, resolve));
    await say({ type: 'screen.revoked', screenId });
    const committed = performance.now();
    took.push((await news) - committed);
    await delay(10);
  }
  report.distribution(`${mode}: commit to bus, idle`, { samples: took, unit: 'ms', as: 'p50' });
  report.budget(`${mode}: commit to bus on an idle house, median ms`, { limit: 20, value: quantile(took, 0.5) });

  const floor: number[] = [];
  let knocked = (_at: number) => {};
  const stop = await house.infrastructure.database.listen(
    'bench',
    () => knocked(performance.now()),
    () => {},
  );
  for (let index = 0; index < singles; index += 1) {
    const heardAt = new Promise<number>((resolve) => {
      knocked = resolve;
    });
    await house.ctx.db.execute(sql`select pg_notify('bench', '')`);
    const committed = performance.now();
    floor.push(Math.max(0, (await heardAt) - committed));
    await delay(10);
  }
  await stop();
  report.peer('bare NOTIFY', `${mode}: commit to listener`, { samples: floor, unit: 'ms', as: 'p50' });

  progress(`${mode}: ${rush} events at once`);
  heard = 0;
  const started = performance.now();
  for (let index = 0; index < rush; index += 1000)
    await say(...Array.from({ length: 1000 }, (_, n): DomainEvent => ({ type: 'screen.revoked', screenId: `rush ${index + n}` })));
  while (heard < rush) await delay(2);
  report.figure(`${mode}: events a second`, { value: rush / ((performance.now() - started) / 1000), unit: '1/s', samples: rush });
}
