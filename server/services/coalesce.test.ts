import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

function recorded(most: number, answer: (item: number) => string | Error = String) {
  const runs: { key: string; items: number[] }[] = [];
  const call = coalesce<number, string>({
    most,
    run: async (key, items) => {
      runs.push({ key, items });
      await new Promise((resolve) => setImmediate(resolve));
      return items.map(answer);
    },
  });
  return { runs, call };
}

describe('calls that share a run', () => {
  it('go together, in order, each with its own answer', async () => {
    const { runs, call } = recorded(100);
    expect(await Promise.all([1, 2, 3].map((item) => call('a', item)))).toEqual(['1', '2', '3']);
    expect(runs).toEqual([{ key: 'a', items: [1, 2, 3] }]);
  });

  it('never run twice at once for a key, and never mix keys', async () => {
    const { runs, call } = recorded(2);
    await Promise.all([call('a', 1), call('b', 9), call('a', 2), call('a', 3)]);
    expect(runs.filter((run) => run.key === 'a').map((run) => run.items)).toEqual([[1, 2], [3]]);
    expect(runs.filter((run) => run.key === 'b').map((run) => run.items)).toEqual([[9]]);
  });

  it('do not wait for the turn of the event loop once a batch is full', async () => {
    const { runs, call } = recorded(3);
    const first = call('a', 1);
    const rest = [call('a', 2), call('a', 3)];
    expect(runs).toEqual([{ key: 'a', items: [1, 2, 3] }]);
    await Promise.all([first, ...rest]);
    expect(runs).toHaveLength(1);
  });

  it('are still served when they arrive during a run', async () => {
    const { call } = recorded(1);
    const first = call('a', 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await Promise.all([first, call('a', 2)])).toEqual(['1', '2']);
    expect(await call('a', 3)).toBe('3');
  });

  it('fail alone for an answer that is an error, and together for a run that throws', async () => {
    const { call } = recorded(10, (item) => (item === 2 ? new Error('two') : String(item)));
    const settled = await Promise.allSettled([call('a', 1), call('a', 2), call('a', 3)]);
    expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const broken = coalesce<number, string>({
      most: 10,
      run: async () => {
        throw new Error('database gone');
      },
    });
    const all = await Promise.allSettled([broken('a', 1), broken('a', 2)]);
    expect(all.every((each) => each.status === 'rejected')).toBe(true);
  });

  it('rest between runs where asked to, so that a rush shares them', async () => {
    const runs: number[][] = [];
    const call = coalesce<number, number>({
      most: 100,
      restMs: 30,
      run: async (_key, items) => {
        runs.push(items);
        return items;
      },
    });
    await call('a', 1);
    // Each a turn of the event loop after the one before, as sockets are read.
    const late: Promise<number>[] = [];
    for (const item of [2, 3, 4]) {
      late.push(call('a', item));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(late);
    expect(runs).toEqual([[1], [2, 3, 4]]);
  });
});
