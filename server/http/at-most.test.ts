import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { atMost } from './at-most.ts';
import type { Env } from './env.ts';

describe('a bound on requests under way', () => {
  /** An app whose requests end when they are told to. */
  function held(most: number) {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const app = new Hono<Env>().post('/:n', atMost(most), async (c) => {
      begun.push(Number(c.req.param('n')));
      await new Promise<void>((end) => ends.push(end));
      if (c.req.param('n') === '1') throw new Error('one of them fails');
      return c.text('');
    });
    app.onError((_error, c) => c.text('failed', 500));
    return { begun, ends, ask: (n: number) => app.request(`/${n}`, { method: 'POST' }) };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('lets the next in when one ends, in order of arrival, also when that one failed', async () => {
    const { begun, ends, ask } = held(2);
    const all = [0, 1, 2, 3, 4].map(ask);
    await settled();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await settled();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    ends[3]?.();
    ends[4]?.();
    expect((await Promise.all(all)).map((response) => response.status)).toEqual([200, 500, 200, 200, 200]);
    const later = ask(5);
    await settled();
    ends[5]?.();
    expect((await later).status).toBe(200);
  });
});
