import { expect, test } from 'vitest';
import { row } from '../board/testing/rows.ts';
import { filterRows } from './job-filter.ts';
import { boardKey } from './playlist.ts';
import { nearnessOf, type ProgrammeTarget } from './target.ts';

const rows = [
  row({ number: 101, trade: '保洁', startsToday: false }),
  row({ number: 102, trade: '搬运工', startsToday: true, shift: { kind: 'fixed', start: '18:00', text: '18点' } }),
  row({ number: 103, trade: '搬运工', startsToday: true, shift: { kind: 'fixed', start: '08:00', text: '8点' } }),
  row({ number: 104, trade: '分拣', startsToday: true, shift: { kind: 'fixed', start: '06:30', text: '6点半' } }),
];

test.each([
  ['all of them in their order', {}, [101, 102, 103, 104]],
  ['one trade alone', { trades: ['搬运工'] }, [102, 103]],
  ['what starts this morning first, the earliest before the others', { order: 'morning-first' as const }, [104, 103, 101, 102]],
])('a board shows %s', (_, filter, numbers) => expect(filterRows(rows, filter).map(({ number }) => number)).toEqual(numbers));

test('two filters that ask for the same have one board', () => {
  expect(boardKey({})).toBeUndefined();
  expect(boardKey({ trades: ['b', 'a'] })).toBe(boardKey({ trades: ['a', 'b'], order: 'as-usual' }));
});

const screen = { screenId: 'x', stationId: 's', regionCodes: ['33', '3301', '330102'], groupIds: ['g'], tags: ['竖屏'] };
test.each<[ProgrammeTarget, number | undefined]>([
  [{ kind: 'region', regionCode: '33' }, 0],
  [{ kind: 'region', regionCode: '330102' }, 2],
  [{ kind: 'region', regionCode: '330105' }, undefined],
  [{ kind: 'station', stationId: 's' }, 100],
  [{ kind: 'tag', tag: '竖屏', regionCode: '3301' }, 201],
  [{ kind: 'tag', tag: '竖屏', regionCode: '3302' }, undefined],
  [{ kind: 'group', groupId: 'g' }, 300],
  [{ kind: 'group', groupId: 'h' }, undefined],
  [{ kind: 'screen', screenId: 'x' }, 400],
])('%o is as near as %s', (target, near) => expect(nearnessOf(target, screen)).toBe(near));
