import { describe, expect, it } from 'vitest';
import { readingMs } from './caption.ts';

describe('how long a caption stands', () => {
  it.each([
    ['a word', '招满', 3_000],
    ['a line', '装卸工每天两百六当天结钱包午饭', 4_750],
    ['a long one', '长'.repeat(60), 8_000],
    ['English, whose letters are narrow', 'Loaders, 260 yuan a day, paid the same day', 5_200],
  ])('%s', (_, text, ms) => expect(readingMs(text)).toBe(ms));
});
