import { expect, test } from 'vitest';
import { FilmWatch } from './film-watch.ts';

const looked = (positions: readonly number[], isOver = false) => {
  const watch = new FilmWatch();
  return positions.findIndex((atMs, index) => watch.isStalled({ atMs, isOver }, index * 500));
};

test('a film that stops is known within five seconds of its last frame', () => {
  expect(looked([0, 480, 990, ...Array<number>(20).fill(1_000)])).toBe(12);
});

test('one that never begins is known as soon', () => {
  expect(looked(Array<number>(20).fill(0))).toBe(9);
});

test('one that moves, if haltingly, and one that is over are left alone', () => {
  expect(looked([0, 0, 0, 100, 100, 100, 200, 200, 200, 300, 300, 300])).toBe(-1);
  expect(looked(Array<number>(40).fill(9_000), true)).toBe(-1);
});
