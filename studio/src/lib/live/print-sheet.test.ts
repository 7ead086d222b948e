import { describe, expect, it } from 'vitest';
import { sheetsFor } from './print-sheet.ts';

describe('a rundown on paper', () => {
  it.each([
    [0, { letters: 11, lines: 2, pages: 1 }],
    [12, { letters: 11, lines: 2, pages: 1 }],
    [19, { letters: 11, lines: 2, pages: 1 }],
    [20, { letters: 10, lines: 2, pages: 1 }],
    [30, { letters: 8, lines: 2, pages: 1 }],
    [31, { letters: 10, lines: 1, pages: 1 }],
    [60, { letters: 7, lines: 1, pages: 1 }],
    [66, { letters: 7, lines: 1, pages: 1 }],
    // Where one page can't be had, the letters need not be small either.
    [67, { letters: 10, lines: 1, pages: 2 }],
    [100, { letters: 8, lines: 1, pages: 2 }],
  ])('of %i items is set as %o', (rows, expected) => {
    expect(sheetsFor(rows)).toMatchObject(expected);
  });

  it('has room for every item, in letters that can be read, on as few pages as there can be', () => {
    const most = sheetsFor(66).rowsPerPage;
    for (let rows = 0; rows <= 100; rows += 1) {
      const { letters, rowsPerPage, pages } = sheetsFor(rows);
      expect(letters).toBeGreaterThanOrEqual(7);
      expect(rowsPerPage * pages).toBeGreaterThanOrEqual(rows);
      expect(pages).toBe(rows > most ? 2 : 1);
    }
  });
});
