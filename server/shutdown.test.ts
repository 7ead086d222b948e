import { expect, test } from 'vitest';
import { openLog } from './services/log.ts';
import { Shutdown } from './shutdown.ts';

function shutdown() {
  const said: string[] = [];
  return { said, closing: new Shutdown(openLog({ level: 'error', pretty: false }, { write: (line) => said.push(line) })) };
}

test('what was opened last is closed first, once', async () => {
  const { closing } = shutdown();
  const closed: string[] = [];
  for (const name of ['database', 'queues', 'workers'])
    closing.add(name, async () => {
      closed.push(name);
    });
  await Promise.all([closing.run(), closing.run()]);
  expect(closed).toEqual(['workers', 'queues', 'database']);
});

test('a step that fails is said and keeps no other from closing', async () => {
  const { closing, said } = shutdown();
  let closed = false;
  closing.add('database', async () => {
    closed = true;
  });
  closing.add('workers', async () => {
    throw new Error('stuck');
  });
  await closing.run();
  expect(closed).toBe(true);
  expect(said.join()).toMatch(/workers.*stuck|stuck.*workers/);
});

test('what is opened while the house closes is closed at once', async () => {
  const { closing } = shutdown();
  await closing.run();
  const late = Promise.withResolvers<void>();
  closing.add('straggler', async () => late.resolve());
  await late.promise;
});
