import { expect, test } from 'vitest';
import { row, slide } from '../../domain/board/testing/rows.ts';
import { rowsIn } from './row-on-glass.ts';

test('a job that stood on a programme’s own board alone is found, too', () => {
  const found = rowsIn({
    slides: [slide([row({ number: 101 })])],
    programme: { boards: { '|电工': [slide([row({ number: 102, trade: '电工' })])] }, playlists: [], timetable: { entries: [] } },
  });
  expect(found.map(({ number }) => number)).toEqual([101, 102]);
});
