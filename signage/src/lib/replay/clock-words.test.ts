import { describe, expect, it } from 'vitest';
import { chapterAt, clockWords } from './clock-words.ts';

describe('positions in a recording', () => {
  it.each([
    [0, '0:00'],
    [59_999, '0:59'],
    [247_000, '4:07'],
    [3_729_000, '1:02:09'],
  ])('%i ms are said as %s', (ms, words) => expect(clockWords(ms)).toBe(words));

  it.each([
    ['before the first chapter there is none', 500, undefined],
    ['a chapter begins where it begins', 2_000, 'a'],
    ['also for a player that lands a hair before', 59_900, 'b'],
    ['and lasts until the next', 59_000, 'a'],
  ])('%s', (_, ms, name) => {
    const chapters = [
      { name: 'a', fromMs: 2_000 },
      { name: 'b', fromMs: 60_000 },
    ];
    expect(chapterAt(chapters, ms)?.name).toBe(name);
  });
});
