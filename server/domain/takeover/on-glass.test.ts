import { describe, expect, test } from 'vitest';
import type { TakeoverOnGlass } from '../board/manifest.ts';
import { byLadder, takeoverAt, takeoversOf } from './on-glass.ts';

const noon = Date.parse('2026-11-21T04:00:00Z');
const raised = (id: string, kind: TakeoverOnGlass['kind'], minutes: number, drill?: true): TakeoverOnGlass => ({
  ...{ id, kind, startsAt: new Date(noon).toISOString(), endsAt: new Date(noon + minutes * 60_000).toISOString() },
  ...(drill ? { drill } : {}),
});
const slate = raised('t2', 'safe-slate', 2);
const notice = raised('t1', 'notice', 60);
const drill = raised('t3', 'safe-slate', 5, true);

test('a slate stands before a notice, what is real before a drill, of two alike the later', () => {
  const later = raised('t4', 'notice', 60);
  expect([drill, notice, later, slate].sort(byLadder).map(({ id }) => id)).toEqual(['t2', 't4', 't1', 't3']);
});

describe('of an hour’s notice under a slate of two minutes stands', () => {
  test.each([
    ['the slate at first', 0, 't2'],
    ['the notice as soon as the slate is over', 2, 't1'],
    ['nothing when both are over', 60, undefined],
  ])('%s', (_what, minutes, id) => {
    expect(takeoverAt([notice, slate], noon + minutes * 60_000)?.id).toBe(id);
  });
});

test('a manifest of an older release knows of one alone', () => {
  expect(takeoversOf({})).toEqual([]);
  expect(takeoversOf({ takeover: slate })).toEqual([slate]);
  expect(takeoversOf({ takeover: slate, takeoversBelow: [notice] })).toEqual([slate, notice]);
});
