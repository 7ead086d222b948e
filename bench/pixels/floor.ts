// The bare floor: an empty Hono event stream, the framework's own way, with nothing behind it. And the same clients on our hub, alone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { createHub } from '#server/realtime/hub.ts';
import { heldMemory } from '../lib/held-memory.ts';
import { answering, nowMs } from '../lib/messages.ts';

const streams = new Set<SSEStreamingApi>();
const bare = new Hono().get('/', (c) =>
  streamSSE(c, async (stream) => {
    streams.add(stream);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    streams.delete(stream);
  }),
);
const hub = createHub({ tick: () => ({ type: 'tick', data: {} }) });
const honos = createServer(getRequestListener(bare.fetch));
const ours = createServer((_req, res) => void hub.subscribe(res, ['screens', 'region:330100', 'station:1', 'screen:1']));

const listen = (server: ReturnType<typeof createServer>) =>
  new Promise<string>((ready) => server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)));

const data = { type: 'manifest', version: 7, hash: 'a'.repeat(64), serverTime: '2026-11-21T04:00:00.000Z' };

answering({
  open: async () => ({ hono: await listen(honos), hub: await listen(ours) }),
  async honoTells() {
    const pressedMs = nowMs();
    const text = JSON.stringify(data);
    await Promise.all([...streams].map((stream) => stream.writeSSE({ event: 'manifest', data: text })));
    return { pressedMs, told: streams.size };
  },
  hubTells() {
    const pressedMs = nowMs();
    return { pressedMs, told: hub.publish('region:330100', 'manifest', data) };
  },
  counts: () => ({ hono: streams.size, hub: hub.count() }),
  memory: heldMemory,
});
