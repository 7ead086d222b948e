import { describe, expect, test } from 'vitest';
import { drawSample } from './draw.ts';
import { afterUnanswered, consequence, judge } from './judge.ts';
import { tally } from './tally.ts';
import { wilson } from './wilson.ts';

const postings = (count: number) => Array.from({ length: count }, (_, n) => `posting-${n}`);

describe('a week’s draw', () => {
  test('is the same again from the same seed and list, in whatever order the list comes', () => {
    const list = postings(300);
    expect(drawSample('5eed', [...list].reverse())).toEqual(drawSample('5eed', list));
  });

  test('is another one from another seed', () => {
    expect(drawSample('5eee', postings(300))).not.toEqual(drawSample('5eed', postings(300)));
  });

  test('takes twenty, each once, and all of them where there are fewer', () => {
    expect(new Set(drawSample('5eed', [...postings(300), ...postings(300)])).size).toBe(20);
    expect([...drawSample('5eed', postings(7))].sort()).toEqual(postings(7));
    expect(drawSample('5eed', [])).toEqual([]);
  });

  test('makes each posting equally likely, whatever its place in the list', () => {
    const drawn = new Map<string, number>();
    const draws = 1_000;
    for (let n = 0; n < draws; n += 1) for (const id of drawSample(`seed ${n}`, postings(100))) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    // Each is expected draws × 20/100 = 200 times, with a standard deviation of 12.6: five of them are never left by chance.
    for (const times of drawn.values()) expect(Math.abs(times - 200)).toBeLessThan(65);
    expect(drawn.size).toBe(100);
  });
});

describe('Wilson’s interval', () => {
  // Newcombe (1998), table I: the score method without continuity correction.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('of %i in %i is %f to %f', (right, asked, low, high) => {
    const interval = wilson(right, asked);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('of nothing asked is everything', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('a call', () => {
  test.each([
    ['all yes: the wall was right', { numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'yes' }, 'true', 'confirm'],
    ['a wrong number', { numberWorks: 'no', stillOpen: 'unasked', payAsShown: 'unasked' }, 'false', 'close'],
    ['gone already', { numberWorks: 'yes', stillOpen: 'no', payAsShown: 'unasked' }, 'false', 'close'],
    ['another pay', { numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'no' }, 'false', 'correct'],
    ['broken off before the last question', { numberWorks: 'yes', stillOpen: 'yes', payAsShown: 'unasked' }, undefined, 'confirm'],
  ] as const)('%s', (_what, answers, outcome, then) => {
    expect(judge(answers)).toBe(outcome);
    if (outcome !== undefined) expect(consequence(answers)).toBe(then);
  });

  test('that nobody answers is made three times, and then the posting is not reached', () => {
    expect(afterUnanswered(0)).toEqual({ attempts: 1, outcome: 'open' });
    expect(afterUnanswered(1)).toEqual({ attempts: 2, outcome: 'open' });
    expect(afterUnanswered(2)).toEqual({ attempts: 3, outcome: 'unreached' });
  });
});

test('who was not reached stays in the denominator, who was not rung yet does not', () => {
  const outcomes = [...Array<'true'>(14).fill('true'), 'false', 'false', 'unreached', 'open', 'open', 'open'] as const;
  expect(tally(outcomes)).toMatchObject({ drawn: 20, right: 14, wrong: 2, unreached: 1, open: 3, ...wilson(14, 17) });
});
