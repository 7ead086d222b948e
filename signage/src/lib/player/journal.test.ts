import { expect, test } from 'vitest';
import type { PlayBatch } from '#server/contract/proofs.ts';
import type { PlayedSlide } from '#server/domain/proof/played.ts';
import { Journal } from './journal.ts';
import { MapJournals } from './testing/map-journals.ts';

const slide = (id: string): PlayedSlide => ({ id, kind: 'jobs', version: 1, hash: 'h', postingIds: ['p1'] });
let ids = 0;
const newId = () => {
  ids += 1;
  return `id-${ids}`;
};

/** A server that counts numbers, and may die before or after it has. */
function server() {
  const taken = new Map<string, number>();
  const told: PlayBatch[] = [];
  let counted = 0;
  const next = { dies: 'never' as 'never' | 'before' | 'after' };
  return {
    told,
    next,
    counted: () => counted,
    plays: async (batch: PlayBatch) => {
      if (next.dies === 'before') throw new TypeError('not reached');
      told.push(batch);
      const upTo = Math.max(taken.get(batch.journal) ?? 0, batch.from + batch.plays.length - 1);
      counted += upTo - Math.max(taken.get(batch.journal) ?? 0, batch.from - 1);
      taken.set(batch.journal, upTo);
      if (next.dies === 'after') throw new TypeError('no answer');
      return { upTo };
    },
  };
}

test('a play waits until it is counted, and then is forgotten with its slide', async () => {
  const disk = new MapJournals();
  const journal = await Journal.open(disk, 'wall s1', newId);
  await journal.played({ slide: slide('a'), atMs: 1_000, ms: 12_000 });
  const there = server();
  there.next.dies = 'before';
  await expect(journal.send(there)).rejects.toThrow('not reached');
  expect(disk.plays).toHaveLength(1);
  there.next.dies = 'never';
  await journal.send(there);
  expect([disk.plays, disk.slides, there.counted()]).toEqual([[], [], 1]);
});

test('counted, and the answer lost: sent again under the same numbers', async () => {
  const disk = new MapJournals();
  const journal = await Journal.open(disk, 'wall s1', newId);
  for (const id of ['a', 'b', 'a']) await journal.played({ slide: slide(id), atMs: 1_000, ms: 12_000 });
  const there = server();
  there.next.dies = 'after';
  await expect(journal.send(there)).rejects.toThrow('no answer');
  there.next.dies = 'never';
  const restarted = await Journal.open(disk, 'wall s1', newId);
  await restarted.send(there);
  expect(there.told.map(({ from, plays }) => [from, plays.length])).toEqual([
    [1, 3],
    [1, 3],
  ]);
  expect(there.counted()).toBe(3);
  expect(there.told[0]?.slides).toHaveLength(2);
});

test('what another screen showed is not sent in the name of this one', async () => {
  const disk = new MapJournals();
  const before = await Journal.open(disk, 'wall s1', newId);
  await before.played({ slide: slide('a'), atMs: 1_000, ms: 12_000 });
  const after = await Journal.open(disk, 'wall s2', newId);
  const there = server();
  await after.send(there);
  expect(there.told).toEqual([]);
});

test('plays of a start whose clock was wrong are moved when the server has said so, those of other starts are not', async () => {
  const disk = new MapJournals();
  const first = await Journal.open(disk, 'wall s1', newId);
  await first.played({ slide: slide('a'), atMs: 5_000, ms: 1_000 });
  const second = await Journal.open(disk, 'wall s1', newId);
  await second.played({ slide: slide('a'), atMs: 9_000, ms: 1_000 });
  await second.clockWasOff(86_400_000);
  await second.played({ slide: slide('a'), atMs: 86_420_000, ms: 1_000 });
  const there = server();
  await second.send(there);
  expect(there.told[0]?.plays).toEqual([
    [0, 5_000, 1_000],
    [0, 86_409_000, 1_000],
    [0, 86_420_000, 1_000],
  ]);
});
