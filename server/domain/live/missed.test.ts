import { expect, it } from 'vitest';
import { PIECE_BYTES, pieceCount, without } from './missed.ts';

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

it.each([
  ['all of it when nothing was sent', [span(0, 9_000)], [], [span(0, 9_000)]],
  ['nothing when all of it was', [span(0, 9_000)], [span(0, 9_000)], []],
  ['both sides of what was sent of its middle', [span(0, 9_000)], [span(3_000, 4_000)], [span(0, 3_000), span(4_000, 9_000)]],
  ['nothing too short to be missed', [span(0, 9_000)], [span(400, 8_700)], []],
  ['another gap untouched', [span(0, 2_000), span(5_000, 9_000)], [span(0, 2_000)], [span(5_000, 9_000)]],
  ['what several leave', [span(0, 9_000)], [span(0, 2_000), span(4_000, 6_000)], [span(2_000, 4_000), span(6_000, 9_000)]],
])('still missed is %s', (_, gaps, taken, expected) => {
  expect(without(gaps, taken)).toEqual(expected);
});

it('counts the last piece, however small', () => {
  expect([1, PIECE_BYTES, PIECE_BYTES + 1].map(pieceCount)).toEqual([1, 1, 2]);
});
