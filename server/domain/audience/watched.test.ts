import { describe, expect, it } from 'vitest';
import { bucketMs, type Sample, watched } from './watched.ts';

const at = (second: number, viewers: number, postingId: string | null = 'a'): Sample => ({ atMs: second * 1_000, viewers, postingId });

describe('watch time and peak', () => {
  it.each<[string, Sample[], { peak: number; watchSeconds: number }]>([
    ['of a show that nobody sampled', [], { peak: 0, watchSeconds: 0 }],
    ['of one look: ten seconds', [at(0, 7)], { peak: 7, watchSeconds: 70 }],
    ['of looks every ten seconds', [at(0, 2), at(10, 5), at(20, 3)], { peak: 5, watchSeconds: 100 }],
    ['bridge one look that is missing', [at(0, 2), at(20, 3)], { peak: 3, watchSeconds: 2 * 20 + 3 * 10 }],
    ['count nobody while the server was away', [at(0, 2), at(600, 3)], { peak: 3, watchSeconds: 2 * 10 + 3 * 10 }],
    ['of a show without viewers', [at(0, 0), at(10, 0)], { peak: 0, watchSeconds: 0 }],
  ])('%s', (_, samples, figures) => {
    expect(watched(samples)).toMatchObject(figures);
  });
});

it('each job has the time that it was pitched, and its own most viewers', () => {
  const { jobs } = watched([at(0, 2, 'a'), at(10, 4, 'a'), at(20, 9, 'b'), at(30, 3, 'a'), at(40, 1, null)]);
  expect([...jobs]).toEqual([
    ['a', { pitchedSeconds: 30, mostViewers: 4 }],
    ['b', { pitchedSeconds: 10, mostViewers: 9 }],
  ]);
});

it('looks of two servers within the same ten seconds are one', () => {
  expect([bucketMs(1_000), bucketMs(9_999), bucketMs(10_000)]).toEqual([0, 0, 10_000]);
});
