import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createHub } from '../realtime/hub.ts';
import { front, httpServer, listen, type NodeHandler, type ServerLimits } from './front.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server with times that a test can wait for, and what its handlers came to. */
async function serving(handler: NodeHandler, limits: ServerLimits) {
  const server = httpServer(handler, { connectionsCheckingInterval: 20, ...limits });
  await listen(server, 0);
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}

/** A client that says exactly what it is told, and hears what comes back until the other end hangs up. */
async function client(port: number, head: string) {
  const socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
  });
  socket.on('error', () => {});
  closers.push(() => socket.destroy());
  await once(socket, 'connect');
  socket.write(head.replaceAll('\n', '\r\n'));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, heard: () => heard, ended };
}

const readAll: NodeHandler = async (request, response) => {
  let bytes = 0;
  try {
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    response.end(`read ${bytes}`);
  } catch {
    response.destroy(); // cut off in the middle
  }
};
const pace = { graceMs: 100, bytesPerSecond: 2_000, checkEveryMs: 20 };
const post = (length: number | 'chunked') =>
  `POST /upload HTTP/1.1\nHost: gangbo.test\n${length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`}\n\n`;

describe('a request that is being received', () => {
  it.each([
    ['declared', post(1_000), 'x'],
    ['chunked', post('chunked'), '1\r\nx\r\n'],
  ])('is cut off when its body (%s) comes at a trickle', async (_how, head, drop) => {
    const { socket, heard, ended } = await client(await serving(readAll, { pace }), head);
    const dripping = setInterval(() => socket.write(drop), 10);
    await ended;
    clearInterval(dripping);
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is waited for as long as its body comes at a phone’s pace', async () => {
    const port = await serving(readAll, { pace });
    const { socket, heard } = await client(port, post(6_000));
    for (let sent = 0; sent < 6_000; sent += 200) {
      socket.write('x'.repeat(200));
      await wait(20);
    }
    await expect.poll(heard).toContain('read 6000');
  });

  it('is not cut off because the server itself takes its time to read', async () => {
    const large = 1024 * 1024;
    const reads = Promise.withResolvers<void>();
    const port = await serving(
      async (request, response) => {
        await reads.promise;
        await readAll(request, response);
      },
      { pace },
    );
    const { socket, heard } = await client(port, post(large));
    socket.write('x'.repeat(large));
    await wait(1_000);
    expect(heard()).toBe('');
    reads.resolve();
    await expect.poll(heard).toContain(`read ${large}`);
  });

  it('is cut off by the total time too, however fast its beginning came', async () => {
    const port = await serving(readAll, { pace, requestTimeout: 300, headersTimeout: 300 });
    const { socket, heard, ended } = await client(port, post(1_000_000_000));
    const sending = setInterval(() => socket.write('x'.repeat(5_000)), 10);
    // What is said can be lost to a client that is still sending; the hanging up can't.
    await ended;
    clearInterval(sending);
    expect(heard()).not.toContain('read');
  });

  it('is cut off when its headers never end', async () => {
    const port = await serving(readAll, { pace, headersTimeout: 100 });
    const { socket, heard, ended } = await client(port, 'GET / HTTP/1.1\nHost: gangbo.test\n');
    const dripping = setInterval(() => socket.write('X-A: b\r\n'), 10);
    await ended;
    clearInterval(dripping);
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it('pages are what their type says, and tell no other site their address', async () => {
  const page: NodeHandler = (_request, response) => response.end('<p>');
  const readClient = () => ({ address: '192.0.2.1', protocol: 'http' as const, host: 'gangbo.test' });
  const parts = { api: page, fetchApi: () => new Response(), studio: page, signage: page, readClient, saw: () => {} };
  const port = await serving(front(parts), {});
  for (const path of ['/e/a-token', '/studio/join?token=x']) {
    const { headers } = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
});

it('an event stream outlives every one of these times', async () => {
  const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
  closers.push(() => hub.close());
  const port = await serving((_request, response) => void hub.subscribe(response, ['board']), {
    pace,
    requestTimeout: 100,
    headersTimeout: 100,
  });
  const { heard } = await client(port, 'GET /events HTTP/1.1\nHost: gangbo.test\n\n');
  await expect.poll(heard).toContain('text/event-stream');
  await wait(600);
  expect(hub.publish('board', 'posting', { placesLeft: 1 })).toBe(1);
  await expect.poll(heard).toContain('"placesLeft":1');
});

it('a handler of ours that waits for a body is let go with it', async () => {
  const outcomes: string[] = [];
  const app = new Hono().post('/', async (c) => {
    await c.req.json().catch((error: Error) => {
      outcomes.push(error.name);
      throw error;
    });
    return c.text('read');
  });
  app.onError((_error, c) => c.text('no', 400));
  const port = await serving(getRequestListener(app.fetch), { pace });
  const { ended } = await client(port, 'POST / HTTP/1.1\nHost: gangbo.test\nContent-Type: application/json\nContent-Length: 500\n\n{"a":');
  await ended;
  await expect.poll(() => outcomes).toHaveLength(1);
});
