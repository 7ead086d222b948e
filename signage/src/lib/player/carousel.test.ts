import { expect, test } from 'vitest';
import type { Slide } from '#server/domain/board/manifest.ts';
import { row, slide } from '#server/domain/board/testing/rows.ts';
import { Carousel } from './carousel.ts';

const page = (number: number, ...numbers: number[]): Slide =>
  slide(
    numbers.map((n) => row({ number: n })),
    { id: `s${number}-${numbers.join('-')}`, page: number, pages: 3 },
  );
const three = [page(1, 101, 102), page(2, 103, 104), page(3, 105)];

test('slides follow each other and begin again', () => {
  const carousel = new Carousel();
  const first = carousel.next(three, undefined);
  const second = carousel.next(three, first);
  const third = carousel.next(three, second);
  expect([first, second, third, carousel.next(three, third)]).toEqual([three[0], three[1], three[2], three[0]]);
});

test('a new posting is on the next slide, wherever its page is', () => {
  const carousel = new Carousel();
  const after = [page(1, 101, 102), page(2, 103, 104), page(3, 105, 106)];
  carousel.welcome(three, after);
  expect(carousel.next(after, three[0])).toBe(after[2]);
  expect(carousel.next(after, after[2])).toBe(after[0]);
});

test('what came last is next, and what came before it is still new until it has come up', () => {
  const carousel = new Carousel();
  const second = [page(1, 101, 102), page(2, 103, 104), page(3, 105, 106)];
  const third = [page(1, 101, 102), page(2, 103, 104), page(3, 105, 106), page(4, 107)];
  carousel.welcome(three, second);
  carousel.welcome(second, third);
  expect(carousel.next(third, three[0])).toBe(third[3]);
  expect(carousel.next(third, third[3])).toBe(third[2]);
  expect(carousel.next(third, third[2])).toBe(third[3]);
});

test('with something new at every page, what has waited longest comes up at every other', () => {
  const carousel = new Carousel();
  let held = three;
  const bring = (number: number) => {
    const after = [...held, page(number, number)];
    carousel.welcome(held, after);
    held = after;
  };
  bring(201);
  bring(202);
  const up: (Slide | undefined)[] = [];
  for (let number = 203; number < 209; number += 1) {
    up.push(carousel.next(held, up.at(-1)));
    bring(number);
  }
  expect(up.map((slide) => slide?.id)).toEqual(['s202-202', 's201-201', 's204-204', 's203-203', 's206-206', 's205-205']);
});

test('a page that a newer manifest has laid out anew is followed by the one after it', () => {
  const carousel = new Carousel();
  const after = [page(1, 101), page(2, 102, 104), page(3, 105)];
  carousel.welcome(three, after);
  expect(carousel.next(after, three[1])).toBe(after[2]);
});

test('a slide that fails three times is set aside, and the rest goes on', () => {
  const carousel = new Carousel();
  const bad = three[1]?.id ?? '';
  carousel.failed(bad);
  carousel.failed(bad);
  expect(carousel.next(three, three[0])).toBe(three[1]);
  carousel.failed(bad);
  expect(carousel.next(three, three[0])).toBe(three[2]);
  expect(carousel.setAside).toEqual([bad]);
});

test('with everything set aside nothing is next', () => {
  const carousel = new Carousel();
  for (const { id } of three) for (let i = 0; i < 3; i += 1) carousel.failed(id);
  expect(carousel.next(three, undefined)).toBeUndefined();
});

test('a playlist that holds the same page twice goes on behind the place it is at, not behind the first of the two', () => {
  const carousel = new Carousel();
  const [a, b, c] = three as [Slide, Slide, Slide];
  const list = [a, b, a, c];
  const seen: Slide[] = [];
  for (let turn = 0; turn < 5; turn += 1) seen.push(carousel.next(list, seen.at(-1)) as Slide);
  expect(seen).toEqual([a, b, a, c, a]);
});
