import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localBus } from '#server/realtime/bus-local.ts';
import { type RedisBus, redisBus } from '#server/realtime/bus-redis.ts';
import type { Bus } from '#server/services/bus.ts';
import { quietLog } from '#tests/support/quiet-log.ts';
import { servers } from '#tests/support/servers.ts';
import { until } from '#tests/support/until.ts';

/** Two ends of the same bus: in one process the same object, with Redis two processes' worth of connections. */
interface Ends {
  here: Bus;
  there: Bus;
  close(): Promise<void>;
}

async function redisEnds(): Promise<Ends> {
  const { redisUrl } = await servers();
  const opened: { bus: RedisBus; redis: ReturnType<typeof createClient> }[] = [];
  for (let end = 0; end < 2; end += 1) {
    const redis: ReturnType<typeof createClient> = createClient({ url: redisUrl });
    redis.on('error', () => undefined);
    await redis.connect();
    opened.push({ bus: await redisBus(redis, quietLog), redis });
  }
  const [a, b] = opened;
  if (!a || !b) throw new Error('two ends were opened');
  return {
    here: a.bus,
    there: b.bus,
    async close() {
      for (const { bus, redis } of opened) {
        await bus.close();
        await redis.close();
      }
    },
  };
}

async function localEnds(): Promise<Ends> {
  const bus = localBus();
  return { here: bus, there: bus, close: async () => {} };
}

describe.each([
  ['in one process', localEnds],
  ['over Redis', redisEnds],
])('the bus %s', (_name, openEnds) => {
  let ends: Ends;
  beforeAll(async () => {
    ends = await openEnds();
  });
  afterAll(() => ends.close());

  test('a message arrives as it was sent, with its topic', async () => {
    const heard: unknown[] = [];
    await ends.there.subscribe('desk.changed', (message, topic) => heard.push([topic, message]));
    await ends.here.publish('desk.changed', { 区域: '3301', n: 1.5, list: [null, true] });
    await until(() => heard.length === 1);
    expect(heard).toEqual([['desk.changed', { 区域: '3301', n: 1.5, list: [null, true] }]]);
  });

  test('a beginning of topics hears them all and no others, in the order of the publisher', async () => {
    const heard: string[] = [];
    await ends.there.subscribe('order.*', (message, topic) => heard.push(`${topic} ${message}`));
    await ends.there.subscribe('orderly', () => heard.push('never'));
    for (let index = 0; index < 200; index += 1) await ends.here.publish(index % 2 ? 'order.odd' : 'order.even.deep', index);
    await until(() => heard.length >= 200);
    expect(heard).toEqual(Array.from({ length: 200 }, (_, index) => `order.${index % 2 ? 'odd' : 'even.deep'} ${index}`));
  });

  test('who has left hears nothing, and who stays still does', async () => {
    let left = 0;
    let stayed = 0;
    const leave = await ends.there.subscribe('room', () => {
      left += 1;
    });
    await ends.there.subscribe('room', () => {
      stayed += 1;
    });
    leave();
    await ends.here.publish('room', {});
    await until(() => stayed === 1);
    expect(left).toBe(0);
  });

  test('a star in the middle of a topic is refused', async () => {
    await expect(ends.there.subscribe('event.*.closed', () => {})).rejects.toThrow('not a topic');
  });

  test('it answers for its health', async () => {
    await expect(ends.here.ping()).resolves.toBeUndefined();
  });
});

test('a bus whose Redis connection was cut hears again, and says that it may have missed something', async () => {
  const ends = await redisEnds();
  const { redisUrl } = await servers();
  let gaps = 0;
  const heard: unknown[] = [];
  ends.there.onGap(() => {
    gaps += 1;
  });
  await ends.there.subscribe('after.the.cut', (message) => heard.push(message));
  const admin = createClient({ url: redisUrl });
  await admin.connect();
  await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  await until(() => gaps > 0);
  await until(async () => {
    await ends.here.publish('after.the.cut', 'again');
    return heard.length > 0;
  });
  expect(heard[0]).toBe('again');
  await admin.close();
  await ends.close();
});
