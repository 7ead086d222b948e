import { expect, test } from 'vitest';
import { assertOneEach, findHandlers } from './find-handlers.ts';
import { queueNames } from './queues.ts';

test('every queue of the table has its one handler', async () => {
  const handlers = await findHandlers();
  expect(handlers.map((handler) => handler.queue).sort()).toEqual([...queueNames].sort());
});

test('a queue without a handler, with two, and a handler without a queue stop the start', async () => {
  const handlers = await findHandlers();
  const [first] = handlers;
  if (!first) throw new Error('there are handlers');
  expect(() => assertOneEach(handlers.slice(1))).toThrow(`${first.queue} has 0 handlers`);
  expect(() => assertOneEach([...handlers, first])).toThrow(`${first.queue} has 2 handlers`);
  expect(() => assertOneEach([...handlers, { ...first, queue: 'pigeons' as never }])).toThrow('pigeons is no queue');
});
