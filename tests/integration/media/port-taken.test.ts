import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { LiveMedia } from '#server/media/live-media.ts';
import { workerBinary } from '#tests/support/live-server.ts';

it('says once, in words, that its port is taken, and runs when it is free', async () => {
  const other = createSocket('udp4');
  // Below the ports that the system gives to clients: nobody else takes it in between.
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  other.bind(port, '0.0.0.0');
  await once(other, 'listening');
  const said: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (facts: object) => void said.push(facts) };
  const media = new LiveMedia({ log, maxViewers: 1 });
  const settings = { workers: 1, firstPort: port, listenIp: '0.0.0.0', announcedAddress: '127.0.0.1', workerBin: await workerBinary() };
  await media.start(settings);
  await media.start(settings);
  expect(media.status).toMatchObject({ ready: false, why: expect.stringContaining(`直播端口 ${port} 被别的程序占用`) });
  expect(said).toHaveLength(1);
  other.close();
  await once(other, 'close');
  await media.start(settings);
  expect(media.status).toEqual({ ready: true });
  media.close();
});
