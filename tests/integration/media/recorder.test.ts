import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recorder } from '#server/media/recording/recorder.ts';
import { lengthOf, recordingKey } from '#server/media/recording/run-files.ts';
import { RecordingShelf } from '#server/media/recording/shelf.ts';
import { renderWholePlaylist } from '#server/media/recording/whole-playlist.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { until } from './live-stage.ts';
import { decode, probe } from './probe.ts';
import { SlateProgram } from './slate-program.ts';

const silent = { warn: () => {}, error: () => {} };

describe('a recording on a disk', () => {
  let dir: string;
  let nowMs: number;
  const episodeId = randomUUID();
  const shelfOn = (where = dir, spareBytes = 0) => new RecordingShelf({ dir: where, log: silent, spareBytes });
  const begun: Recorder[] = [];
  const begin = (shelf: RecordingShelf, startedMs = 1_700_000_000_000) => {
    const run = shelf.begin(episodeId, { nowMs: startedMs, epochMs: () => startedMs, now: () => nowMs });
    begun.push(run.recorder);
    return run;
  };
  const read = async (shelf = shelfOn()) => {
    const recording = await shelf.recording(episodeId);
    if (!recording) throw new Error('nothing was recorded');
    return recording;
  };
  /** Everything that was handed over is in the file. */
  const written = async (recorder: Recorder) => {
    nowMs += 1_000;
    await recorder.settled();
  };
  const mediaFile = async () => {
    const folder = join(dir, recordingKey(episodeId));
    const [name] = await readdir(folder);
    return join(folder, name ?? '', 'program.mp4');
  };

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gangbo-recording-'));
    nowMs = 0;
  });
  afterEach(async () => {
    for (const recorder of begun.splice(0)) {
      recorder.end();
      await recorder.settled();
    }
    await rm(dir, { recursive: true, force: true });
  });

  it('is the whole program, and its file plays by itself', async () => {
    const shelf = shelfOn();
    const { recorder } = begin(shelf);
    const program = new SlateProgram(recorder);
    program.play(10_000);
    program.end();
    recorder.end();
    await shelf.finished(episodeId);
    expect(recorder.state).toMatchObject({ state: 'ended', lostMs: 0 });
    const recording = await read();
    expect(recording.runs).toMatchObject([{ isSealed: true }]);
    expect(lengthOf(recording)).toBeCloseTo(10_200, 0);
    const { streams, pictures } = await probe(await mediaFile());
    expect(streams).toEqual(['h264', 'aac']);
    expect(pictures).toHaveLength(51);
  });

  it('loses nothing that reached the file when the server dies, index or not', async () => {
    const { recorder } = begin(shelfOn());
    const program = new SlateProgram(recorder);
    program.play(9_000);
    await recorder.settled();
    // Nothing is closed: another process reads what stands there.
    const pictures = (await probe(await mediaFile())).pictures.length;
    expect(lengthOf(await read())).toBeCloseTo(pictures * 200, 0);
    // Torn in the middle of a part, as by a power cut.
    await appendFile(await mediaFile(), Buffer.from([0, 0, 4, 0, 0x6d, 0x6f, 0x6f, 0x66, 1, 2, 3]));
    expect(lengthOf(await read())).toBeCloseTo(pictures * 200, 0);
    await truncate(join(await mediaFile(), '../index.jsonl'), 60);
    expect(lengthOf(await read())).toBeCloseTo(pictures * 200, 0);
  });

  it('goes on over a restart on one clock, also when the machine’s was set back', async () => {
    const first = begin(shelfOn());
    expect(first.epochMs).toBeUndefined();
    const program = new SlateProgram(first.recorder);
    program.play(6_000);
    await written(first.recorder);

    const later = 1_700_000_030_000;
    const second = begin(shelfOn(), later);
    expect(second.epochMs).toBe(1_700_000_000_000);
    expect(begin(shelfOn(), 1_700_000_001_000).epochMs).toBeLessThan(1_700_000_001_000 - 6_000 + 1);

    const again = new SlateProgram(second.recorder, later - (second.epochMs ?? 0));
    again.play(4_000);
    again.end();
    second.recorder.end();
    await second.recorder.settled();
    const recording = await read();
    expect(recording.runs.map(({ segments }) => segments[0]?.timeMs)).toEqual([0, 30_000]);
    const outline = await shelfOn().outline(episodeId);
    const before = lengthOf({ episodeId, runs: recording.runs.slice(0, 1) });
    expect(outline?.positionOf(15_000)).toBeCloseTo(before, 3);
    expect(outline?.positionOf(31_000)).toBeCloseTo(before + 1_000, 3);
    const playlist = renderWholePlaylist(recording, { hasEnded: true, skip: false });
    expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
    expect(playlist.match(/#EXT-X-MAP/g)).toHaveLength(2);
  });

  it('stops at a disk that is full, says so, and goes on behind a hole when there is room', async () => {
    const disk = await mountSmallDisk(join(dir, 'small'), 2);
    try {
      const filler = join(disk.dir, 'filler');
      await writeFile(filler, Buffer.alloc(1_800 * 1024));
      const shelf = shelfOn(disk.dir);
      const { recorder } = begin(shelf);
      const program = new SlateProgram(recorder);
      program.play(4_000);
      await written(recorder);
      expect(recorder.state.state).toBe('recording');
      await until('the disk is full', async () => {
        program.play(2_000);
        await written(recorder);
        return recorder.state.state === 'failing';
      });
      expect(recorder.state.trouble).toBe('full');
      expect(shelf.trouble).toBe('full');
      const before = lengthOf(await read(shelf));

      await rm(filler);
      await until('it goes on', async () => {
        nowMs += 3_000;
        program.play(2_000);
        await written(recorder);
        return recorder.state.state === 'recording';
      });
      expect(shelf.trouble).toBeUndefined();
      program.play(4_000);
      program.end();
      recorder.end();
      await recorder.settled();
      expect(recorder.state.lostMs).toBeGreaterThan(0);
      const recording = await read(shelfOn(disk.dir));
      expect(lengthOf(recording)).toBeGreaterThan(before + 4_000);
      expect(recording.runs[0]?.segments.filter(({ breaks }) => breaks)).toHaveLength(1);
      const { durationMs } = await shelfOn(disk.dir).cut({
        episodeId,
        fromMs: 0,
        toMs: Number.MAX_SAFE_INTEGER,
        key: 'cuts/x/y.mp4',
        progress: async () => {},
        signal: new AbortController().signal,
      });
      expect(durationMs).toBeCloseTo(lengthOf(recording), -2);
    } finally {
      await disk.unmount();
    }
  });

  it('leaves room on the disk for everything else', async () => {
    const { recorder } = begin(shelfOn(dir, Number.MAX_SAFE_INTEGER));
    new SlateProgram(recorder).play(2_000);
    await recorder.settled();
    expect(recorder.state).toMatchObject({ state: 'failing', trouble: 'full' });
    expect(await shelfOn().recording(episodeId)).toBeUndefined();
  });

  it('is cut into one plain MP4 whose sound and picture keep their places, over every break', async () => {
    for (const startedMs of [1_700_000_000_000, 1_700_000_060_000]) {
      const shelf = shelfOn();
      const { recorder, epochMs = startedMs } = begin(shelf, startedMs);
      const program = new SlateProgram(recorder, startedMs - epochMs);
      program.play(6_000);
      program.end();
      recorder.end();
      await shelf.finished(episodeId);
    }
    const shares: number[] = [];
    const made = await shelfOn().cut({
      episodeId,
      fromMs: 0,
      toMs: Number.MAX_SAFE_INTEGER,
      key: `cuts/${episodeId}/whole.mp4`,
      progress: async (share) => void shares.push(share),
      signal: new AbortController().signal,
    });
    const file = join(dir, `cuts/${episodeId}/whole.mp4`);
    expect((await readFile(file)).length).toBe(made.bytes);
    const { streams, pictures, sounds, isFragmented } = await probe(file);
    expect(streams).toEqual(['h264', 'aac']);
    expect(isFragmented).toBe(false);
    expect(pictures).toHaveLength(62);
    expect(pictures.at(-1)).toBeCloseTo(12.2, 1);
    expect(Math.abs((pictures[31] ?? 0) - (sounds.find((time) => time >= (pictures[31] ?? 0) - 0.02) ?? 0))).toBeLessThan(0.045);
    // Every picture and every sound decodes.
    expect(await decode(file)).toBe('');

    const clip = await shelfOn().cut({
      episodeId,
      fromMs: 4_000,
      toMs: 8_000,
      key: `cuts/${episodeId}/clip.mp4`,
      progress: async () => {},
      signal: new AbortController().signal,
    });
    expect(clip.durationMs).toBeGreaterThanOrEqual(4_000);
    expect(clip.durationMs).toBeLessThan(8_500);
  });
});
