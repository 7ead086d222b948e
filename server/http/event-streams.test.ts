import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Env } from './env.ts';
import { answerError } from './errors.ts';
import { openStream } from './event-streams.ts';
import { type StreamsServer, serveStreams } from './testing/streams-server.ts';

let server: StreamsServer;
beforeEach(async () => {
  server = await serveStreams((hub) =>
    new Hono<Env>()
      .use(async (c, next) => {
        c.set('clientAddress', c.req.header('x-gangbo-client') ?? '');
        await next();
      })
      .onError(answerError)
      .get('/stream', (c) => openStream(c, hub, ['show']))
      .get('/short', (c) => openStream(c, hub, ['show'], { mostMs: 100 })),
  );
});
afterEach(() => server.close());

const open = (address: string, path = '/stream') => server.open({ path, headers: { 'x-gangbo-client': address } });

test('a crowd behind one address has room, a loop has a bound, and a place that comes free is given again', async () => {
  const crowd = await Promise.all(Array.from({ length: 500 }, () => open('198.51.100.1')));
  expect(crowd.every((each) => each.statusCode === 200)).toBe(true);
  const refused = await open('198.51.100.1');
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['retry-after']).toBe('30');
  expect((await open('198.51.100.2')).statusCode).toBe(200);
  crowd[0]?.destroy();
  await expect.poll(() => server.hub.count()).toBe(500);
  expect((await open('198.51.100.1')).statusCode).toBe(200);
});

test('a stream with a time ends by itself', async () => {
  const stream = await open('198.51.100.3', '/short');
  stream.resume();
  await new Promise((ended) => stream.once('end', ended));
  await expect.poll(() => server.hub.count()).toBe(0);
});
