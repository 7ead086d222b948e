import { expect, test } from 'vitest';
import { type ChainedEntry, firstPreviousHash, hashEntry } from './chain.ts';

const entry: ChainedEntry = {
  area: 'postings',
  day: '2026-03-02',
  seq: 1,
  at: '2026-03-02T01:00:00Z',
  actor: 'staff:1',
  action: 'posting.approved',
  subject: 'p1',
  before: { status: 'submitted', n: 1 },
  after: undefined,
};
const start = firstPreviousHash('postings', '2026-03-02');

test('the order of keys and an absent fact make no difference: the database keeps neither', () => {
  expect(hashEntry({ ...entry, before: { n: 1, status: 'submitted' }, after: null }, start)).toBe(hashEntry(entry, start));
});

test.each([
  ['when', { at: '2026-03-02T01:00:01Z' }],
  ['who', { actor: 'staff:2' }],
  ['what', { action: 'posting.rejected' }],
  ['whose', { subject: 'p2' }],
  ['what it was', { before: { status: 'submitted', n: 2 } }],
  ['its place', { seq: 2 }],
  ['its day', { day: '2026-03-03' }],
])('%s is part of the hash', (_what, change) => {
  expect(hashEntry({ ...entry, ...change }, start)).not.toBe(hashEntry(entry, start));
});

test('an entry hangs on the one before it, and each day and area begins its own chain', () => {
  expect(hashEntry(entry, hashEntry(entry, start))).not.toBe(hashEntry(entry, start));
  expect(firstPreviousHash('grabs', '2026-03-02')).not.toBe(start);
  expect(firstPreviousHash('postings', '2026-03-03')).not.toBe(start);
});
