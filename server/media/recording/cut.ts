import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { NothingRecorded } from '../../services/recordings/recordings-port.ts';
import { MovieTables } from '../fmp4/movie.ts';
import { boxesIn } from '../fmp4/read-boxes.ts';
import type { RecordedRun, RecordedSegment, Recording, Stretch } from './run-files.ts';

/** Reading the parts is nearly all of the work; the rest is one copy. */
const READING = 0.9;
const SAY_EVERY_MS = 1_000;

/**
 * Writes the segments that lie between two positions of a recording into one MP4 file: cut at segments, so up to two seconds begin early and end late,
 * and nothing is encoded anew. The tables stand first, so that a browser plays while it loads.
 */
export async function writeCut(input: {
  recording: Recording;
  fromMs: number;
  toMs: number;
  file: string;
  read: (run: string, stretch: Stretch) => Promise<Buffer>;
  progress: (share: number) => Promise<void>;
  signal: AbortSignal;
}): Promise<{ bytes: number; durationMs: number }> {
  const chosen = choose(input.recording, input);
  if (chosen.length === 0) throw new NothingRecorded(input.recording.episodeId);
  const tables = new MovieTables();
  const samples = `${input.file}.samples`;
  try {
    const body = await open(samples, 'w');
    try {
      let saidAt = performance.now();
      let usedMap: string | undefined;
      for (const [index, { run, segment, breaks }] of chosen.entries()) {
        input.signal.throwIfAborted();
        if (breaks) tables.break();
        const wanted = `${run.name} ${segment.map}`;
        if (wanted !== usedMap) tables.useMap(await input.read(run.name, mapOf(run, segment)));
        usedMap = wanted;
        for (const part of partsOf(await input.read(run.name, segment))) await body.appendFile(tables.take(part));
        if (performance.now() - saidAt < SAY_EVERY_MS) continue;
        saidAt = performance.now();
        await input.progress((index / chosen.length) * READING);
      }
    } finally {
      await body.close();
    }
    const out = createWriteStream(input.file);
    out.write(tables.head());
    await pipeline(createReadStream(samples), out, { signal: input.signal });
    return { bytes: out.bytesWritten, durationMs: Math.round(tables.durationMs) };
  } finally {
    await rm(samples, { force: true });
  }
}

interface Chosen {
  run: RecordedRun;
  segment: RecordedSegment;
  breaks: boolean;
}

function choose({ runs }: Recording, { fromMs, toMs }: { fromMs: number; toMs: number }): Chosen[] {
  const chosen: Chosen[] = [];
  let position = 0;
  for (const run of runs) {
    run.segments.forEach((segment, index) => {
      const from = position;
      position += segment.durationMs;
      if (position <= fromMs || from >= toMs) return;
      chosen.push({ run, segment, breaks: chosen.length > 0 && (index === 0 || segment.breaks) });
    });
  }
  return chosen;
}

function mapOf(run: RecordedRun, segment: RecordedSegment): Stretch {
  const map = run.maps.find(({ id }) => id === segment.map);
  if (!map) throw new Error(`segment ${segment.number} of ${run.name} has no map`);
  return map;
}

/** moof and mdat, pair by pair. */
function* partsOf(segment: Buffer): Generator<Buffer> {
  let from: number | undefined;
  for (const box of boxesIn(segment)) {
    if (box.type === 'moof') from = box.from - 8;
    if (box.type === 'mdat' && from !== undefined) yield segment.subarray(from, box.to);
  }
}
