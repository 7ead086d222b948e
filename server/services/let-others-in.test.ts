import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { letOthersIn } from './let-others-in.ts';

it('takes everybody who waits at the door, and then goes on', async () => {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let taken = 0;
  server.on('connection', () => {
    taken += 1;
  });
  const { port } = server.address() as AddressInfo;
  const waiting = Array.from({ length: 60 }, () => connect(port, '127.0.0.1'));
  try {
    // Begun, and the kernel has them: no turn of this process's has taken one.
    expect(taken).toBe(0);
    await letOthersIn(10_000);
    expect(taken).toBe(60);
  } finally {
    for (const socket of waiting) socket.destroy();
    server.close();
  }
});

it('has an end, though others should never stop coming', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const talker = connect((server.address() as AddressInfo).port, '127.0.0.1');
  talker.on('error', () => {}).on('data', () => talker.write('and another'));
  talker.write('a question');
  await once(talker, 'data');
  const startedAt = performance.now();
  await letOthersIn(20);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(20);
  talker.destroy();
  server.close();
});
