import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contentsOf } from './contents-of.ts';

const pages: Record<string, { contents: { id: string }[]; next: string | null }> = {
  first: { contents: [{ id: 'c' }, { id: 'b' }], next: 'second' },
  // Of whatever is told twice, one is enough.
  second: { contents: [{ id: 'b' }, { id: 'a' }], next: null },
};

beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', async (url: string) => {
    return Response.json(pages[new URL(url, 'http://studio.test').searchParams.get('after') ?? 'first']);
  });
});
afterEach(() => vi.unstubAllGlobals());

const found = async (asked?: { answers: number }) => {
  const { contents, hasMore } = await contentsOf('3301', asked);
  return { ids: contents.map(({ id }) => id), hasMore };
};

test('so many answers are looked at as are asked for', async () => {
  expect(await found({ answers: 1 })).toEqual({ ids: ['c', 'b'], hasMore: true });
});

test('all of them lead to the end of the list, and each content stands in it once', async () => {
  expect(await found()).toEqual({ ids: ['c', 'b', 'a'], hasMore: false });
});
