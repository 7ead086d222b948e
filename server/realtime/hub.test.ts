import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHub, eventText, type Hub } from './hub.ts';

let server: Server;
let hub: Hub;

beforeEach(async () => {
  hub = createHub({ tick: () => ({ type: 'tick', data: { serverTime: 'now' } }), tickEveryMs: 200 });
  server = createServer((req, res) => {
    const topics = (req.url ?? '/').slice(1).split(',');
    hub.subscribe(res, topics, { hello: { type: 'hello', data: topics } });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterEach(async () => {
  hub.close();
  await new Promise((closed) => server.close(closed));
});

/** A client that gathers what it hears, and waits for facts rather than for time. */
async function listen(topics: string) {
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) => get({ port, path: `/${topics}` }, resolve));
  let heard = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    heard += chunk;
    for (const { text, resolve } of waiting) if (heard.includes(text)) resolve();
  });
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  const hears = (text: string) =>
    heard.includes(text) ? Promise.resolve() : new Promise<void>((resolve) => void waiting.push({ text, resolve }));
  await hears('event: hello');
  return { response, ended, hears, heard: () => heard };
}

test('an event reaches everybody on its topic and nobody else', async () => {
  const [one, two, other] = [await listen('region:330102'), await listen('region:330102'), await listen('region:630103')];
  expect(hub.publish('region:330102', 'posting', { placesLeft: 2 })).toBe(2);
  await Promise.all([one.hears('"placesLeft":2'), two.hears('"placesLeft":2')]);
  hub.publish('region:630103', 'posting', { placesLeft: 9 });
  await other.hears('"placesLeft":9');
  expect(other.heard()).not.toContain('"placesLeft":2');
  for (const client of [one, two, other]) client.response.destroy();
});

test('somebody on two of its topics hears an event once', async () => {
  const client = await listen('station:a,region:b');
  expect(hub.publish(['station:a', 'region:b'], 'takeover', { id: 't1' })).toBe(1);
  hub.publish('station:a', 'takeover', { id: 't2' });
  await client.hears('t2');
  expect(client.heard().match(/"t1"/g)).toHaveLength(1);
  client.response.destroy();
});

test('a line break inside an event can’t forge another one', () => {
  const text = eventText('notice', { message: 'first\n\nevent: revoked\ndata: {}' });
  expect(text.split('\n')).toHaveLength(4);
});

test('a quiet connection is told the time', async () => {
  const client = await listen('screens');
  await client.hears('event: tick');
  client.response.destroy();
});

test('who leaves is forgotten, with the topic', async () => {
  const client = await listen('screen:1');
  expect(hub.count('screen:1')).toBe(1);
  client.response.destroy();
  await expect.poll(() => hub.count()).toBe(0);
  expect(hub.publish('screen:1', 'command', {})).toBe(0);
});

test('ending a topic delivers what was said and hangs up', async () => {
  const client = await listen('screen:1');
  hub.publish('screen:1', 'revoked', {});
  hub.end('screen:1');
  await client.hears('event: revoked');
  await client.ended;
});

test('who has left before it is subscribed is not kept', async () => {
  const gone = Promise.withResolvers<number>();
  const late = createServer((_req, res) => {
    res.once('close', () => {
      hub.subscribe(res, ['board']);
      gone.resolve(hub.count());
    });
  });
  await new Promise<void>((ready) => late.listen(0, '127.0.0.1', ready));
  const { port } = late.address() as AddressInfo;
  const request = get({ port });
  request.on('error', () => {});
  late.once('request', () => request.destroy());
  expect(await gone.promise).toBe(0);
  await new Promise((closed) => late.close(closed));
});
