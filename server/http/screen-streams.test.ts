import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Env } from './env.ts';
import { mostStreamsOfAScreen, openScreenStream } from './screen-streams.ts';
import { type StreamsServer, serveStreams } from './testing/streams-server.ts';

let server: StreamsServer;
beforeEach(async () => {
  server = await serveStreams((hub) =>
    new Hono<Env>().get('/:screenId', (c) => {
      const screenId = c.req.param('screenId');
      openScreenStream(c, hub, { screenId, topics: [screenId], most: mostStreamsOfAScreen });
      return RESPONSE_ALREADY_SENT;
    }),
  );
});
afterEach(() => server.close());

const open = (screenId: string) => server.open({ path: `/${screenId}` });

test('a screen that opens stream after stream keeps the newest few, and takes none of another’s', async () => {
  const another = await open('another');
  const ended: number[] = [];
  for (let stream = 0; stream < mostStreamsOfAScreen + 3; stream += 1) {
    const opened = await open('loop');
    opened.resume().once('end', () => ended.push(stream));
  }
  await expect.poll(() => server.hub.count('loop')).toBe(mostStreamsOfAScreen);
  await expect.poll(() => ended).toEqual([0, 1, 2]);
  expect(another.complete).toBe(false);
  expect(server.hub.count('another')).toBe(1);
});

test('a line that was lost makes room', async () => {
  const streams = [];
  for (let stream = 0; stream < mostStreamsOfAScreen; stream += 1) streams.push(await open('box'));
  streams[0]?.destroy();
  await expect.poll(() => server.hub.count('box')).toBe(mostStreamsOfAScreen - 1);
  await open('box');
  expect(server.hub.count('box')).toBe(mostStreamsOfAScreen);
});
