import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VIDEO_TIMESCALE, VIDEO_TRACK } from '../fmp4/init-segment.ts';
import { readPartTracks } from '../fmp4/read-boxes.ts';
import { INDEX_FILE, MEDIA_FILE, type RecordedRun, type RecordedSegment, readIndex, type Stretch } from './run-files.ts';

/** No longer than what the packager cuts: TARGETDURATION is promised for all of them. */
const LONGEST_MS = 3_250;
/** Two parts this far apart have a hole between them. */
const HOLE_MS = 250;
/** No map or list of samples is larger: what says so is no box of ours. */
const LARGEST_HEAD = 1024 * 1024;

/**
 * One run of a recording from its folder. What the index doesn't tell yet — the segment that was open when the server died — is found by
 * walking the boxes behind it, so that nothing that reached the file is lost. Never writes.
 */
export async function readRun(dir: string, name: string): Promise<RecordedRun | undefined> {
  const text = await readFile(join(dir, name, INDEX_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const run = readIndex(name, text);
  if (!run || run.isSealed) return run;
  const file = await open(join(dir, name, MEDIA_FILE)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return run;
  try {
    return await withTail(file, run);
  } finally {
    await file.close();
  }
}

async function withTail(file: FileHandle, run: RecordedRun): Promise<RecordedRun> {
  const { size } = await file.stat();
  const known = Math.max(...[...run.maps, ...run.segments].map(({ offset, bytes }) => offset + bytes), 0);
  const whole = run.segments.filter(({ offset, bytes }) => offset + bytes <= size);
  const maps = [...run.maps];
  const segments = [...whole];
  let open: OpenSegment | undefined;
  const close = () => {
    if (open) segments.push(open.closed(segments.length));
    open = undefined;
  };
  let breaks = false;
  for await (const found of walk(file, known, size)) {
    if (found.kind === 'map') {
      close();
      maps.push({ id: (maps.at(-1)?.id ?? -1) + 1, offset: found.offset, bytes: found.bytes });
      breaks = segments.length > 0;
      continue;
    }
    const map = maps.at(-1);
    if (!map) continue;
    const last = open?.endMs ?? endOf(segments.at(-1));
    if (last !== undefined && Math.abs(found.timeMs - last) > HOLE_MS) breaks = true;
    if (open && (breaks || found.isIndependent || open.durationMs + found.durationMs > LONGEST_MS)) close();
    if (!open) {
      open = new OpenSegment(map.id, found, breaks);
      breaks = false;
    } else {
      open.add(found);
    }
  }
  close();
  return { ...run, maps, segments };
}

interface FoundPart extends Stretch {
  readonly kind: 'part';
  readonly timeMs: number;
  readonly durationMs: number;
  readonly isIndependent: boolean;
}
type Found = FoundPart | ({ readonly kind: 'map' } & Stretch);

class OpenSegment {
  readonly #map: number;
  readonly #first: FoundPart;
  readonly #breaks: boolean;
  #last: FoundPart;
  durationMs: number;

  constructor(map: number, first: FoundPart, breaks: boolean) {
    this.#map = map;
    this.#first = first;
    this.#last = first;
    this.#breaks = breaks;
    this.durationMs = first.durationMs;
  }

  get endMs(): number {
    return this.#last.timeMs + this.#last.durationMs;
  }

  add(part: FoundPart): void {
    this.#last = part;
    this.durationMs += part.durationMs;
  }

  closed(number: number): RecordedSegment {
    const { offset, timeMs } = this.#first;
    const bytes = this.#last.offset + this.#last.bytes - offset;
    return { number, map: this.#map, timeMs, durationMs: this.durationMs, offset, bytes, breaks: this.#breaks };
  }
}

const endOf = (segment: RecordedSegment | undefined) => segment && segment.timeMs + segment.durationMs;

/** Whole maps and parts from an offset on; ends where one is torn. */
async function* walk(file: FileHandle, from: number, size: number): AsyncGenerator<Found> {
  let at = from;
  for (;;) {
    const first = await headAt(file, at, size);
    if (!first) return;
    const second = await headAt(file, first.end, size);
    if (!second || first.end - at > LARGEST_HEAD) return;
    const bytes = second.end - at;
    if (first.type === 'ftyp' && second.type === 'moov') {
      yield { kind: 'map', offset: at, bytes };
    } else if (first.type === 'moof' && second.type === 'mdat') {
      const picture = readPartTracks(await readAt(file, at, first.end - at)).find(({ track }) => track === VIDEO_TRACK);
      if (!picture) return;
      yield {
        kind: 'part',
        offset: at,
        bytes,
        timeMs: (picture.time / VIDEO_TIMESCALE) * 1000,
        durationMs: (picture.samples.reduce((sum, { duration }) => sum + duration, 0) / VIDEO_TIMESCALE) * 1000,
        isIndependent: picture.samples[0]?.isKeyframe ?? false,
      };
    } else {
      return;
    }
    at = second.end;
  }
}

async function headAt(file: FileHandle, at: number, size: number): Promise<{ type: string; end: number } | undefined> {
  if (at + 8 > size) return undefined;
  const head = await readAt(file, at, 8);
  const end = at + head.readUInt32BE(0);
  return end >= at + 8 && end <= size ? { type: head.toString('latin1', 4, 8), end } : undefined;
}

async function readAt(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}
