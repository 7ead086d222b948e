import { describe, expect, it } from 'vitest';
import { mayShareGlass, smallestFree } from './number.ts';

describe('the number that people say', () => {
  it.each([
    [[], 101],
    [[101, 102, 104], 103],
    [[102], 101],
    [[101, 102, 103], 104],
    [[7, 900], 101],
  ])('with %j taken the next is %i', (taken, next) => {
    expect(smallestFree(taken)).toBe(next);
  });
});

describe('postings meet on one glass', () => {
  const city = '33/3301/';
  const county = '33/3301/330102/';
  it.each([
    [[county], [county], true],
    [[county], [city], true],
    [[city], [county], true],
    [[county], ['33/3301/330103/'], false],
    [[county], ['33/3301/330103/', city], true],
    [['33/3301/3301/'], ['33/3301/33010/'], false],
  ])('%j and %j: %s', (one, other, shared) => {
    expect(mayShareGlass(one, other)).toBe(shared);
  });
});
