import { expect, test } from 'vitest';
import type { Slide, StationSlide } from './manifest.ts';
import { row, slide } from './testing/rows.ts';
import { zoneSlides } from './zone-slides.ts';

const jobs = (id: string) => slide([row()], { id });
const own: StationSlide = { kind: 'station', id: 'own', link: { code: 'X', url: 'http://x/j/X' }, dwellMs: 10_000 };
const ids = ({ jobs: a, show: b }: { jobs: Slide | undefined; show: Slide | undefined }) => [a?.id, b?.id];
const rotation = [jobs('a'), jobs('b'), own, jobs('c')];

test.each([
  ['a', ['a', 'own']],
  ['b', ['b', 'own']],
  ['own', ['b', 'own']],
  ['c', ['c', 'own']],
])('while %s has its turn, the other zone keeps what it had', (current, expected) => {
  const turn = rotation.find(({ id }) => id === current);
  if (turn === undefined) throw new Error('in the rotation');
  expect(ids(zoneSlides(rotation, turn))).toEqual(expected);
});

test('a glass without jobs has only its other zone to fill', () => {
  expect(ids(zoneSlides([own], own))).toEqual([undefined, 'own']);
});

test('a slide that the rotation does not know, a show’s code, stands in its zone all the same', () => {
  expect(ids(zoneSlides([jobs('a')], own))).toEqual(['a', 'own']);
});
