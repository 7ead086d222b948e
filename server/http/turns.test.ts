import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Env } from './env.ts';
import { takeTurns } from './turns.ts';

describe('taking turns', () => {
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

  it('begins so many requests a turn, in order, and all in the end', async () => {
    const begun: number[] = [];
    const app = new Hono<Env>().post('/:n', takeTurns(3), (c) => {
      begun.push(Number(c.req.param('n')));
      return c.text('');
    });
    const all = Array.from({ length: 8 }, (_, n) => app.request(`/${n}`, { method: 'POST' }));
    await nextTurn();
    // Three at once, and three in the turn that has just been.
    expect(begun.length).toBeLessThanOrEqual(6);
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps nobody waiting who comes alone, again and again', async () => {
    const app = new Hono<Env>().post('/', takeTurns(1), (c) => c.text('served'));
    for (let round = 0; round < 5; round++) expect(await (await app.request('/', { method: 'POST' })).text()).toBe('served');
    await nextTurn();
    await nextTurn();
    expect(await (await app.request('/', { method: 'POST' })).text()).toBe('served');
  });
});
