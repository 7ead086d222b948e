import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LossyLine, openLossyLine } from '#tests/support/lossy-line.ts';
import { until } from '#tests/support/until.ts';

let echo: Socket;
let line: LossyLine;
let phone: Socket;
let heard: { number: number; tookMs: number }[] = [];

const bound = (socket: Socket) => new Promise<number>((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)));

beforeAll(async () => {
  echo = createSocket('udp4');
  echo.on('message', (packet, from) => echo.send(packet, from.port, from.address));
  line = await openLossyLine(await bound(echo));
  phone = createSocket('udp4');
  phone.on('message', (packet) => {
    const { number, sentMs } = JSON.parse(packet.toString());
    heard.push({ number, tookMs: performance.now() - sentMs });
  });
  await bound(phone);
});
afterAll(() => {
  phone.close();
  line.close();
  echo.close();
});

async function thereAndBack(packets: number) {
  heard = [];
  for (let number = 0; number < packets; number += 1) {
    phone.send(JSON.stringify({ number, sentMs: performance.now() }), line.port, '127.0.0.1');
  }
  await until(() => heard.length === packets);
  return heard;
}

test('a line that takes its time brings everything, in order, each packet as late as it was told to', async () => {
  line.delay({ ms: 40, jitterMs: 20 });
  const late = await thereAndBack(200);
  expect(late.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, number) => number));
  // Two milliseconds for timers that ring early.
  expect(Math.min(...late.map(({ tookMs }) => tookMs))).toBeGreaterThanOrEqual(2 * (40 - 20) - 2);
  line.delay({ ms: 0, jitterMs: 0 });
  expect(await thereAndBack(20)).toHaveLength(20);
  expect(line.counted()).toEqual({ passed: 440, lost: 0 });
});

test('a line that is cut brings nothing, whatever is on its way', async () => {
  line.lose(1);
  phone.send('{}', line.port, '127.0.0.1');
  await until(() => line.counted().lost === 1);
  line.lose(0);
  expect((await thereAndBack(1)).map(({ number }) => number)).toEqual([0]);
});
