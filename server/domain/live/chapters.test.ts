import { describe, expect, it } from 'vitest';
import { type ChapterChange, chaptersOf } from './chapters.ts';

const change = (seq: number, kind: ChapterChange['kind'], itemId?: string, mediaTimeMs?: number): ChapterChange => ({
  seq,
  kind,
  itemId,
  mediaTimeMs,
});
const spans = (changes: ChapterChange[]) => chaptersOf(changes).map(({ seq, itemId, fromMs, toMs }) => [seq, itemId, fromMs, toMs]);

describe('the chapters of a replay', () => {
  it.each<[string, ChapterChange[], unknown[][]]>([
    ['nothing has been pitched', [], []],
    ['the first job begins with the picture', [change(1, 'start', 'a')], [[1, 'a', 0, undefined]]],
    [
      'each job lasts until the next one, the last until the end',
      [change(1, 'start', 'a'), change(2, 'next', 'b', 60_000), change(3, 'end', undefined, 90_000)],
      [
        [1, 'a', 0, 60_000],
        [2, 'b', 60_000, 90_000],
      ],
    ],
    [
      'a step taken back was none',
      [change(1, 'start', 'a'), change(2, 'next', 'b', 60_000), change(3, 'undo', 'a', 62_000), change(4, 'next', 'b', 80_000)],
      [
        [1, 'a', 0, 80_000],
        [4, 'b', 80_000, undefined],
      ],
    ],
    [
      'a job that was put in has its own, unless it was taken back',
      [
        change(1, 'start', 'a'),
        change(2, 'insert', 'x', 20_000),
        change(3, 'next', 'b', 60_000),
        change(4, 'insert', 'y', 70_000),
        change(5, 'undo', 'b', 72_000),
      ],
      [
        [1, 'a', 0, 20_000],
        [2, 'x', 20_000, 60_000],
        [3, 'b', 60_000, undefined],
      ],
    ],
    [
      'a job pitched twice has two',
      [change(1, 'start', 'a'), change(2, 'next', 'b', 60_000), change(3, 'back', 'a', 80_000)],
      [
        [1, 'a', 0, 60_000],
        [2, 'b', 60_000, 80_000],
        [3, 'a', 80_000, undefined],
      ],
    ],
    [
      'a host who is lost and comes back is in the same one',
      [change(1, 'start', 'a'), change(2, 'away', 'a', 30_000), change(3, 'resume', 'a'), change(4, 'next', 'b', 90_000)],
      [
        [1, 'a', 0, 90_000],
        [4, 'b', 90_000, undefined],
      ],
    ],
    [
      'what was only stepped over is none',
      [change(1, 'start', 'a'), change(2, 'next', 'b', 60_000), change(3, 'next', 'c', 60_400)],
      [
        [1, 'a', 0, 60_000],
        [3, 'c', 60_400, undefined],
      ],
    ],
    ['a host who never sent a picture has none', [change(1, 'start', 'a'), change(2, 'end')], []],
  ])('%s', (_, changes, expected) => expect(spans(changes)).toEqual(expected));
});
