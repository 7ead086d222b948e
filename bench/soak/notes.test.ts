import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Notes, type Sample } from './notes.ts';

const sample = (piece: number, pieceMs: number, totalMs: number): Sample => ({
  piece,
  pieceMs,
  totalMs,
  rendererMb: 200,
  heapMb: 20,
  serverMb: 300,
  effort: 'full',
  seenFps: 25,
  gaps: 0,
  stalls: 0,
  path: 'hls',
});

describe('what a soak has seen', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gangbo-soak-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is there for the next run, though the last was killed in the middle of a line', async () => {
    const first = await Notes.open(folder);
    expect([first.totalMs, first.nextPiece]).toEqual([0, 1]);
    await first.add(sample(1, 10_000, 10_000));
    await first.add(sample(1, 20_000, 20_000));
    await appendFile(join(folder, 'samples.jsonl'), '{"piece":1,"pieceMs":30000,"tot');

    const second = await Notes.open(folder);
    expect([second.totalMs, second.nextPiece]).toEqual([20_000, 2]);
    await second.add(sample(2, 10_000, 30_000));

    const third = await Notes.open(folder);
    expect(third.samples.map(({ totalMs }) => totalMs)).toEqual([10_000, 20_000, 30_000]);
    expect(third.nextPiece).toBe(3);
    expect(third.longestPiece.map(({ piece }) => piece)).toEqual([1, 1]);
  });
});
