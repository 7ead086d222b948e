import { expect, test } from 'vitest';
import { proofOf, sampleSize } from './pixels.ts';

const size = sampleSize;
const painted = (colour: (x: number, y: number) => number) => {
  const rgba = new Uint8ClampedArray(size.width * size.height * 4);
  for (let y = 0; y < size.height; y += 1)
    for (let x = 0; x < size.width; x += 1) {
      const at = 4 * (y * size.width + x);
      rgba.fill(colour(x, y), at, at + 3);
      rgba[at + 3] = 255;
    }
  return rgba;
};

test('a black glass has no light and no difference', () => {
  expect(
    proofOf(
      painted(() => 0),
      size,
    ),
  ).toEqual({ mean: 0, spread: 0, hash: '0'.repeat(16) });
});

test('a picture has both, and keeps its hash through a little noise', () => {
  const board = (x: number, y: number) => (x > 40 ? 250 : y % 6 < 3 ? 40 : 20);
  const proof = proofOf(painted(board), size);
  expect(proof.mean).toBeGreaterThan(0.2);
  expect(proof.spread).toBeGreaterThan(0.5);
  expect(
    proofOf(
      painted((x, y) => board(x, y) + ((x * 7 + y) % 3)),
      size,
    ).hash,
  ).toBe(proof.hash);
});

test('another picture has another hash', () => {
  expect(
    proofOf(
      painted((x) => (x < 20 ? 250 : 0)),
      size,
    ).hash,
  ).not.toBe(
    proofOf(
      painted((x) => (x > 44 ? 250 : 0)),
      size,
    ).hash,
  );
});
