import { expect, it } from 'vitest';
import { tradeLines } from './trade-lines.ts';

it.each([
  ['fills a line before the next', ['分拣员', '护工', '搬运工'], { widthEm: 7, most: 2 }, ['分拣员　护工', '搬运工']],
  [
    'leaves out what has no room, and takes a later one that has',
    ['分拣员', '水电维修工', '护工'],
    { widthEm: 7, most: 1 },
    ['分拣员　护工'],
  ],
  ['cuts none through', ['水电维修工'], { widthEm: 4, most: 3 }, []],
  ['has nothing to say of nothing', [], { widthEm: 9, most: 3 }, []],
])('%s', (_, trades, room, lines) => {
  expect(tradeLines(trades, room)).toEqual(lines);
});
