import { expect, test } from 'vitest';
import type { PlaylistForStaff } from '#server/contract/programme.ts';
import { isMorningFirst, morningItems, morningList } from './morning-peak.ts';

type Items = PlaylistForStaff['items'];
const jobs = (order?: 'morning-first'): Items[number] => ({
  kind: 'jobs',
  id: `jobs ${order}`,
  filter: order === undefined ? {} : { order },
});
const notice: Items[number] = { kind: 'content', id: 'n', contentId: 'c' };
const list = (id: string, ...items: Items) => ({ id, items });

test.each<[string, Items, boolean]>([
  ['the list that is made for it', morningItems(), true],
  ['with notices among the jobs', [jobs('morning-first'), notice], true],
  ['the usual order', [jobs()], false],
  ['one board of two in the usual order', [jobs('morning-first'), jobs()], false],
  ['no jobs at all', [notice], false],
])('a list for the morning’s peak: %s', (_, items, is) => expect(isMorningFirst({ items })).toBe(is));

test('the chosen list stays where it will do, another takes its place where it will not, and else one has to be made', () => {
  const [usual, first, second] = [list('usual', jobs()), list('first', jobs('morning-first')), list('second', jobs('morning-first'))];
  expect(morningList([usual, first, second], 'second')?.id).toBe('second');
  expect(morningList([usual, first, second], 'usual')?.id).toBe('first');
  expect(morningList([usual], 'usual')).toBeUndefined();
});
