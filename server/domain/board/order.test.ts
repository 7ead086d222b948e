import { expect, test } from 'vitest';
import { type Orderable, orderRows } from './order.ts';

const job = (number: number, facts: Partial<Orderable> = {}): Orderable => ({
  postingId: `p${number}`,
  number,
  startsToday: false,
  distanceM: 5_000,
  priority: 0,
  ...facts,
});
const order = (rows: Orderable[]) => orderRows(rows).map((row) => row.number);

test('what starts today comes before what is nearer', () => {
  expect(order([job(102, { distanceM: 400 }), job(101, { startsToday: true, distanceM: 3_600 })])).toEqual([101, 102]);
});

test('near jobs come before far ones, and unpinned places last', () => {
  expect(order([job(101, { distanceM: null }), job(102, { distanceM: 9_200 }), job(103, { distanceM: 400 })])).toEqual([103, 102, 101]);
});

test('what staff put first comes first', () => {
  expect(order([job(101, { startsToday: true }), job(102, { priority: 5 })])).toEqual([102, 101]);
});

test('jobs alike keep the order of their numbers, without places too', () => {
  expect(order([job(103, { distanceM: null }), job(101, { distanceM: null }), job(102, { distanceM: null })])).toEqual([101, 102, 103]);
});
