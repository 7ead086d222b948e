import { afterEach, expect, test } from 'vitest';
import { type Draws, Siblings } from './siblings.ts';

const open: Siblings[] = [];
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

function page(draws: Draws, { version, screenId = 's1' }: { version?: number; screenId?: string } = {}): Siblings {
  const made = new Siblings({ screenId, draws, version: () => version });
  open.push(made);
  return made;
}

test('the numbers go on with the session of the board beside them, and the board with theirs', async () => {
  page('board', { version: 7 });
  expect(await page('numbers').ask()).toBe(7);
  page('numbers', { version: 9, screenId: 's2' });
  expect(await page('board', { screenId: 's2' }).ask()).toBe(9);
});

test('a second board, another screen’s page and one that has no session yet are no neighbours', async () => {
  page('board', { version: 7 });
  expect(await page('board').ask()).toBeUndefined();
  expect(await page('numbers', { screenId: 's2' }).ask()).toBeUndefined();
  page('numbers', { screenId: 's3' });
  expect(await page('board', { screenId: 's3' }).ask()).toBeUndefined();
});
