import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHub, type Hub } from '../realtime/hub.ts';
import type { Env } from './env.ts';
import { httpServer, listen } from './front.ts';
import { mostStreamsOfAScreen, openScreenStream } from './screen-streams.ts';

let hub: Hub;
let port: number;
let close: () => Promise<unknown>;

beforeEach(async () => {
  hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
  const app = new Hono<Env>().get('/:screenId', (c) => {
    const screenId = c.req.param('screenId');
    openScreenStream(c, hub, { screenId, topics: [screenId], most: mostStreamsOfAScreen });
    return RESPONSE_ALREADY_SENT;
  });
  const server = httpServer(getRequestListener(app.fetch));
  await listen(server, 0);
  port = (server.address() as AddressInfo).port;
  close = () => {
    hub.close();
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
});
afterEach(() => close());

const open = (screenId: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, path: `/${screenId}`, agent: false }, resolve).on('error', reject);
  });

test('a screen that opens stream after stream keeps the newest few, and takes none of another’s', async () => {
  const another = await open('another');
  const ended: number[] = [];
  for (let stream = 0; stream < mostStreamsOfAScreen + 3; stream += 1) {
    const opened = await open('loop');
    opened.resume().once('end', () => ended.push(stream));
  }
  await expect.poll(() => hub.count('loop')).toBe(mostStreamsOfAScreen);
  await expect.poll(() => ended).toEqual([0, 1, 2]);
  expect(another.complete).toBe(false);
  expect(hub.count('another')).toBe(1);
});

test('a line that was lost makes room', async () => {
  const streams = [];
  for (let stream = 0; stream < mostStreamsOfAScreen; stream += 1) streams.push(await open('box'));
  streams[0]?.destroy();
  await expect.poll(() => hub.count('box')).toBe(mostStreamsOfAScreen - 1);
  await open('box');
  expect(hub.count('box')).toBe(mostStreamsOfAScreen);
});
