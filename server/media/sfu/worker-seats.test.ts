import { expect, test } from 'vitest';
import { leastLoaded, type Watcher, WorkerSeats } from './worker-seats.ts';

const full = expect.objectContaining({ problem: expect.objectContaining({ code: 'LIVE_VIEWERS_FULL' }) });
const fill = (seats: WorkerSeats, watcher: Watcher, count: number) => Array.from({ length: count }, () => seats.take(watcher));

test('all programs of a worker share its seats, and who leaves one leaves it to the next of any', () => {
  const seats = new WorkerSeats({ phones: 2, screens: 0 });
  const [ofOneShow] = [seats.take('phone'), seats.take('phone')];
  expect(() => seats.take('phone')).toThrow(full);
  ofOneShow();
  ofOneShow();
  seats.take('phone');
  expect(() => seats.take('phone')).toThrow(full);
});

test('a hall full of phones leaves the screens their seats', () => {
  const seats = new WorkerSeats({ phones: 3, screens: 2 });
  fill(seats, 'phone', 3);
  expect(() => seats.take('phone')).toThrow(full);
  fill(seats, 'screen', 2);
  expect(seats.taken).toBe(5);
  expect(() => seats.take('screen')).toThrow(full);
});

test('more screens than seats of their own sit where phones would', () => {
  const seats = new WorkerSeats({ phones: 2, screens: 1 });
  fill(seats, 'screen', 2);
  seats.take('phone');
  expect(() => seats.take('phone')).toThrow(full);
});

test('the next program opens where fewest watch, and not where others wait for their viewers', () => {
  const slot = (name: string, routers: number, viewers: number) => {
    const seats = new WorkerSeats({ phones: 250, screens: 50 });
    fill(seats, 'phone', viewers);
    return { name, routers, seats };
  };
  expect(leastLoaded([slot('a', 1, 200), slot('b', 2, 10)])?.name).toBe('b');
  expect(leastLoaded([slot('a', 1, 3), slot('b', 4, 0)])?.name).toBe('a');
  expect(leastLoaded([slot('a', 1, 0), slot('b', 0, 0)])?.name).toBe('b');
  expect(leastLoaded([])).toBeUndefined();
});
