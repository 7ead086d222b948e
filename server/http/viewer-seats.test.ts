import { expect, test } from 'vitest';
import { viewerSeats } from './viewer-seats.ts';

const full = { problem: { code: 'LIVE_VIEWERS_FULL' } };

test('an address has so many seats, also for those who come at once, and others have theirs', async () => {
  const seat = viewerSeats(3);
  const come = (address: string) => seat(address, async () => ({ closed: false }));
  const crowd = await Promise.allSettled(Array.from({ length: 10 }, () => come('192.0.2.1')));
  expect(crowd.filter((each) => each.status === 'fulfilled')).toHaveLength(3);
  for (const each of crowd) if (each.status === 'rejected') expect(each.reason).toMatchObject(full);
  await come('192.0.2.2');
});

test('who leaves, or never got in, leaves the seat to the next', async () => {
  const seat = viewerSeats(1);
  await expect(seat('192.0.2.1', () => Promise.reject(new Error('no picture')))).rejects.toThrow('no picture');
  const viewer = await seat('192.0.2.1', async (): Promise<{ closed: boolean }> => ({ closed: false }));
  await expect(seat('192.0.2.1', async () => ({ closed: false }))).rejects.toMatchObject(full);
  viewer.closed = true;
  await seat('192.0.2.1', async () => ({ closed: false }));
});
