import { expect, test } from 'vitest';
import type { DomainEvent } from '../server/contract/events.ts';
import { planBatch } from './outbox-plan.ts';

const rows = (...events: DomainEvent[]) => events.map((event, index) => ({ id: 100 + index, event }));
const published = (postingId: string): DomainEvent => ({ type: 'posting.published', postingId });

test('every event is news, in order, under its type, with its number', () => {
  const { news } = planBatch(rows(published('a'), { type: 'screen.revoked', screenId: 's' }));
  expect(news.map(({ topic, message }) => [topic, message.id])).toEqual([
    ['event.posting.published', 100],
    ['event.screen.revoked', 101],
  ]);
});

test('equal jobs are one, named after the first event that asked for it', () => {
  const { jobs } = planBatch(rows(published('a'), published('b'), published('a')));
  expect(jobs).toEqual([
    { queue: 'boards', payload: { of: 'posting', postingId: 'a' }, id: 'event-100' },
    { queue: 'boards', payload: { of: 'posting', postingId: 'b' }, id: 'event-101' },
  ]);
});

test('an audit entry goes to its chain, neither to a queue nor on the bus', () => {
  const plan = planBatch(
    rows({ type: 'audit.recorded', area: 'a', at: '2026-03-02T01:00:00Z', actor: 'anyone', action: 'x', subject: 'y' }),
  );
  expect(plan).toMatchObject({ jobs: [], news: [], audit: [{ id: 100 }] });
});
