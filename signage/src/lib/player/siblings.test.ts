import { afterEach, expect, test, vi } from 'vitest';
import { type Draws, Siblings } from './siblings.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});

function page(draws: Draws, { version, screenId = 's1' }: { version?: number; screenId?: string } = {}) {
  let known = version;
  const made = new Siblings({ screenId, draws, version: () => known });
  open.push(made);
  return {
    close: () => made.close(),
    /** @returns the session that it goes on with */
    start: () =>
      made.start(async (continues) => {
        // The server's answer takes a moment, in which nobody is told of it yet.
        await new Promise(setImmediate);
        known = continues ?? 1;
        return continues;
      }),
  };
}

test('the numbers go on with the session of the board beside them, and the board with theirs', async () => {
  page('board', { version: 7 });
  expect(await page('numbers').start()).toBe(7);
  page('numbers', { version: 9, screenId: 's2' });
  expect(await page('board', { screenId: 's2' }).start()).toBe(9);
});

test('a second board, another screen’s page and one that has no session yet are no neighbours', async () => {
  page('board', { version: 7 });
  expect(await page('board').start()).toBeUndefined();
  expect(await page('numbers', { screenId: 's2' }).start()).toBeUndefined();
  page('numbers', { screenId: 's3' });
  expect(await page('board', { screenId: 's3' }).start()).toBeUndefined();
});

test('a board and the numbers that are switched on together are one start', async () => {
  const pages = [page('board'), page('numbers')];
  expect(await Promise.all(pages.map((one) => one.start()))).toEqual([undefined, 1]);
});

test('a start that fails lets the next one try', async () => {
  const made = new Siblings({ screenId: 's1', draws: 'board', version: () => undefined });
  open.push(made);
  const failed = made.start(() => Promise.reject(new TypeError('not reached')));
  const next = page('numbers').start();
  await expect(failed).rejects.toThrow('not reached');
  expect(await next).toBeUndefined();
});

/** A page in the middle of its start, from which nothing comes any more. */
function hung() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  void navigator.locks.request('gangbo-prove-s1', () => ended);
  return end;
}

test('a page that hangs keeps the one beside it out for half a minute at most', async () => {
  const end = hung();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let started = false;
    void page('numbers')
      .start()
      .then(() => {
        started = true;
      });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(started).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(started).toBe(true));
  } finally {
    vi.useRealTimers();
    end();
  }
});

test('a page that is left before its turn proves nothing', async () => {
  const end = hung();
  const left = page('numbers');
  const start = left.start();
  left.close();
  await expect(start).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  end();
});
