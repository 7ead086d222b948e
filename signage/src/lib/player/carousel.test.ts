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

const start = 30_000 * 1_000_000;
/** What the glass shows turn after turn, as the rotation asks for it. */
class Wall {
  readonly carousel = new Carousel();
  held: readonly Slide[] = three;
  atMs = start;
  up: Slide | undefined;

  turn(): string | undefined {
    const slot = this.carousel.next(this.held, { current: this.up, atMs: this.atMs });
    if (slot === undefined) return undefined;
    this.up = slot.item;
    this.atMs = slot.endsAtMs;
    this.carousel.cameUp(slot.item);
    return slot.item.id;
  }

  take(after: readonly Slide[]) {
    this.carousel.welcome(this.held, after);
    this.held = after;
  }
}
const turns = (wall: Wall, count: number) => Array.from({ length: count }, () => wall.turn());

test('slides follow each other and begin again', () => {
  expect(turns(new Wall(), 4)).toEqual([three[0], three[1], three[2], three[0]].map((slide) => slide?.id));
});

test('a new posting is on the next slide, wherever its page is', () => {
  const wall = new Wall();
  wall.turn();
  wall.take([page(1, 101, 102), page(2, 103, 104), page(3, 105, 106)]);
  expect(wall.turn()).toBe('s3-105-106');
});

test('what came last is next, and what came before it is still new until it has come up', () => {
  const wall = new Wall();
  wall.take([page(1, 101, 102), page(2, 103, 104), page(3, 105, 106)]);
  wall.take([page(1, 101, 102), page(2, 103, 104), page(3, 105, 106), page(4, 107)]);
  expect(turns(wall, 2)).toEqual(['s4-107', 's3-105-106']);
  expect(wall.turn()).not.toBe('s3-105-106');
});

test('with something new at every page, what has waited longest comes up at every other', () => {
  const wall = new Wall();
  const bring = (number: number) => wall.take([...wall.held, page(number, number)]);
  bring(201);
  bring(202);
  const up: (string | undefined)[] = [];
  for (let number = 203; number < 209; number += 1) {
    up.push(wall.turn());
    bring(number);
  }
  expect(up).toEqual(['s202-202', 's201-201', 's204-204', 's203-203', 's206-206', 's205-205']);
});

test('two walls with the same pages are in step again after each has had news of its own', () => {
  const [one, two] = [new Wall(), new Wall()];
  turns(one, 2);
  const news = [...three, page(4, 107)];
  one.take(news);
  two.take(news);
  turns(one, 3);
  two.atMs = start + 3_000;
  while (two.atMs < one.atMs) two.turn();
  while (one.atMs < two.atMs) one.turn();
  expect([one.atMs, one.up?.id]).toEqual([two.atMs, two.up?.id]);
  expect(one.turn()).toBe(two.turn());
});

test('a slide that fails three times is set aside, and the rest goes on', () => {
  const wall = new Wall();
  const [, bad] = three;
  if (bad === undefined) throw new Error('no slide');
  expect([wall.carousel.failed(bad), wall.carousel.failed(bad), wall.carousel.failed(bad)]).toEqual([false, false, true]);
  expect(turns(wall, 4)).not.toContain(bad.id);
  expect(wall.carousel.setAside).toEqual([bad.id]);
});

test('another film under the same page has not failed', () => {
  const film = (asset: string): Slide => ({
    kind: 'film',
    id: 'f',
    contentId: 'c',
    title: '安全生产',
    asset,
    fit: 'contain',
    soundOn: false,
    dwellMs: 9_000,
  });
  const carousel = new Carousel();
  for (let i = 0; i < 3; i += 1) carousel.failed(film('a'.repeat(64)));
  expect(carousel.isSetAside(film('a'.repeat(64)))).toBe(true);
  expect(carousel.isSetAside(film('b'.repeat(64)))).toBe(false);
});

test('with everything set aside nothing is next', () => {
  const wall = new Wall();
  for (const slide of three) for (let i = 0; i < 3; i += 1) wall.carousel.failed(slide);
  expect(wall.turn()).toBeUndefined();
});

test('a playlist that holds the same page twice goes on behind the place it is at, not behind the first of the two', () => {
  const wall = new Wall();
  const [a, b, c] = three as [Slide, Slide, Slide];
  wall.held = [a, b, a, c];
  wall.atMs = 1_000 * wall.held.reduce((sum, { dwellMs }) => sum + dwellMs, 0);
  expect(turns(wall, 5)).toEqual([a, b, a, c, a].map(({ id }) => id));
});
