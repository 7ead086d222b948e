import { expect, test } from 'vitest';
import { freshId, type Item, moveBefore, moveBy } from './playlist-edit.ts';

const items: Item[] = ['a', 'b', 'c'].map((id) => ({ kind: 'countdown', id }));
const ids = (some: readonly Item[]) => some.map(({ id }) => id).join('');

test.each<[string, -1 | 1, string]>([
  ['b', -1, 'bac'],
  ['b', 1, 'acb'],
  ['a', -1, 'abc'],
  ['c', 1, 'abc'],
  ['gone', 1, 'abc'],
])('%s moved by %i gives %s', (id, by, order) => expect(ids(moveBy(items, id, by))).toBe(order));

test.each([
  ['c', 'a', 'cab'],
  ['a', undefined, 'bca'],
  ['a', 'c', 'bac'],
  ['b', 'b', 'abc'],
])('%s dropped before %s gives %s', (id, before, order) => expect(ids(moveBefore(items, id, before))).toBe(order));

test('a new item has a name of its own', () => {
  expect(freshId([{ kind: 'countdown', id: 'i2' }])).toBe('i3');
});
