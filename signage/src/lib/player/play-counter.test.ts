import { expect, test } from 'vitest';
import { manifest, row, slide } from '#server/domain/board/testing/rows.ts';
import { type Counted, PlayCounter } from './play-counter.ts';

const held = { ...manifest(), hash: 'h7', signature: 's' };
const jobs = slide([row({ number: 101 }), row({ number: 102 })]);

function glass() {
  const counted: Counted[] = [];
  let ms = 0;
  const counter = new PlayCounter({ nowMs: () => 1_000_000 + ms, monoMs: () => ms }, (played) => counted.push(played));
  return {
    counter,
    counted,
    passes: (by: number) => {
      ms += by;
    },
    said: () => counted.map((one) => [one.slide.id, one.atMs - 1_000_000, one.ms]),
  };
}

test('a slide is played from when it stands to when it goes, with the rows that stood there', () => {
  const { counter, counted, passes } = glass();
  counter.up(jobs, held);
  passes(8_000);
  counter.down();
  expect(counted).toEqual([
    { slide: { id: 's1', kind: 'jobs', version: 7, hash: 'h7', postingIds: ['posting-101', 'posting-102'] }, atMs: 1_000_000, ms: 8_000 },
  ]);
});

test('jobs under a takeover are not on the glass: the takeover is', () => {
  const { counter, passes, said } = glass();
  counter.up(jobs, held);
  passes(3_000);
  counter.cover({ kind: 'takeover', id: 't1' });
  counter.down();
  passes(10_000);
  counter.up(jobs, held);
  counter.cover({ kind: 'takeover', id: 't1' });
  passes(10_000);
  counter.cover(undefined);
  passes(5_000);
  counter.down();
  expect(said()).toEqual([
    ['s1', 0, 3_000],
    ['takeover-t1', 3_000, 20_000],
    ['s1', 23_000, 5_000],
  ]);
});

test('the same slide coming round again is another play, and one that nobody can have seen is none', () => {
  const { counter, passes, said } = glass();
  for (const ms of [8_000, 100, 8_000]) {
    counter.up(jobs, held);
    passes(ms);
    counter.down();
  }
  expect(said()).toEqual([
    ['s1', 0, 8_000],
    ['s1', 8_100, 8_000],
  ]);
});

test('what stands for long is put down in pieces, so that a power cut costs one of them', () => {
  const { counter, passes, said } = glass();
  counter.cover({ kind: 'takeover', id: 't1' });
  passes(299_000);
  counter.tick();
  passes(1_000);
  counter.tick();
  passes(4_000);
  counter.cover(undefined);
  expect(said()).toEqual([
    ['takeover-t1', 0, 300_000],
    ['takeover-t1', 300_000, 4_000],
  ]);
});
