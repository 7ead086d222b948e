import { expect, test } from 'vitest';
import { lastsMinutes, longestMinutes, prolonged } from './show-end.ts';

test.each([
  ['an hour’s grace', 120, 180],
  ['no grace beyond six hours', 330, 360],
  ['never less than its plan', 480, 480],
])('a show has %s', (_what, minutes, lasts) => {
  expect(lastsMinutes(minutes)).toBe(lasts);
});

test('each press gives half an hour more, whatever was planned, up to the longest show there is', () => {
  for (let minutes = 5; minutes <= longestMinutes; minutes += 1) {
    const next = prolonged(minutes);
    if (lastsMinutes(minutes) + 30 > longestMinutes) expect(next).toBeUndefined();
    else expect(lastsMinutes(next ?? 0)).toBe(lastsMinutes(minutes) + 30);
  }
});
