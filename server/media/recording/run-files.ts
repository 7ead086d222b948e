import { z } from 'zod';

/**
 * How a recording lies in a folder: `<episode>/<run>/program.mp4` and `index.jsonl`. A run is one server's stretch of the episode; a server that
 * is started again begins the next. `program.mp4` is maps and parts in the order they came, so that it plays by itself whatever else is
 * lost; the index has a line for each whole segment, written when its bytes are surely on the disk. Both only ever grow.
 */
export const MEDIA_FILE = 'program.mp4';
export const INDEX_FILE = 'index.jsonl';

/** A map (EXT-X-MAP) or a segment as bytes of the run's file. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

export interface RecordedSegment extends Stretch {
  /** In its run, from 0. */
  readonly number: number;
  readonly map: number;
  /** On the program's clock, ms since the episode's first frame, over all runs. */
  readonly timeMs: number;
  readonly durationMs: number;
  /** Something else comes before it: another source, or a hole. */
  readonly breaks: boolean;
  /** The host's own wall clock at media time 0, ms since the Unix epoch, where its reports had told. */
  readonly senderZeroMs?: number;
  /** The host was away: nothing of the show is on it. */
  readonly isSlate?: true;
}

export interface RecordedRun {
  readonly name: string;
  /** Server time of media time 0, ms. */
  readonly epochMs: number;
  readonly maps: readonly (Stretch & { readonly id: number })[];
  readonly segments: readonly RecordedSegment[];
  /** Ended as it should: nothing follows. */
  readonly isSealed: boolean;
}

export interface Recording {
  readonly episodeId: string;
  /** As they are played, one after the other: where a gap has been filled, a run stands here in pieces. */
  readonly runs: readonly RecordedRun[];
  /** As they lie there, where that is not the same: runs, and what fills their gaps. */
  readonly stored?: readonly RecordedRun[];
}

export const storedRuns = ({ runs, stored }: Recording): readonly RecordedRun[] => stored ?? runs;

const natural = z.number().min(0);
export const indexLine = z.union([
  z.object({ run: z.literal(1), epochMs: z.number() }),
  z.object({ map: natural, offset: natural, bytes: natural }),
  z.object({
    segment: natural,
    of: natural,
    timeMs: natural,
    durationMs: natural,
    offset: natural,
    bytes: natural,
    breaks: z.literal(true).optional(),
    slate: z.literal(true).optional(),
    sender: z.number().optional(),
  }),
  z.object({ end: z.literal(true) }),
]);
export type IndexLine = z.infer<typeof indexLine>;

export const segmentLine = (segment: RecordedSegment): IndexLine => ({
  segment: segment.number,
  of: segment.map,
  timeMs: segment.timeMs,
  durationMs: segment.durationMs,
  offset: segment.offset,
  bytes: segment.bytes,
  ...(segment.breaks && { breaks: true }),
  ...(segment.isSlate && { slate: true }),
  ...(segment.senderZeroMs !== undefined && { sender: segment.senderZeroMs }),
});

/** Ordered by number; the rest tells apart what two servers began at once. */
export const runName = (ordinal: number, startedMs: number): string => `r${ordinal}-${Math.floor(startedMs).toString(36)}`;
export const runPattern = /^r(\d{1,6})-[0-9a-z]{1,12}$/;
export const ordinalOf = (name: string): number | undefined => {
  const digits = runPattern.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** What fills a gap is a run of its own, named by where it begins on the program's clock and by the stretch that it is of. */
export const fillName = (fromMs: number, stretchId: string): string =>
  `f${Math.floor(fromMs)}-${stretchId.replaceAll('-', '').slice(0, 12)}`;
export const fillPattern = /^f(\d{1,9})-[0-9a-f]{12}$/;

export const recordingKey = (episodeId: string): string => `recordings/${episodeId}`;

/** An index as its lines say; a line that a death tore off is not one. */
export function readIndex(name: string, text: string): RecordedRun | undefined {
  let epochMs: number | undefined;
  let isSealed = false;
  const maps: RecordedRun['maps'][number][] = [];
  const segments: RecordedSegment[] = [];
  for (const written of text.split('\n')) {
    const line = parse(written);
    if (!line) break;
    if ('run' in line) epochMs = line.epochMs;
    else if ('map' in line) maps.push({ id: line.map, offset: line.offset, bytes: line.bytes });
    else if ('end' in line) isSealed = true;
    else {
      const { segment: number, of: map, timeMs, durationMs, offset, bytes, breaks, slate, sender } = line;
      const placed = { number, map, timeMs, durationMs, offset, bytes, breaks: breaks ?? false };
      segments.push({ ...placed, ...(slate && { isSlate: true }), ...(sender !== undefined && { senderZeroMs: sender }) });
    }
  }
  return epochMs === undefined ? undefined : { name, epochMs, maps, segments, isSealed };
}

function parse(written: string): IndexLine | undefined {
  if (written === '') return undefined;
  try {
    return indexLine.parse(JSON.parse(written));
  } catch {
    // Torn by a death in its middle: it is the last, and what it would have said is found in the media file itself.
    return undefined;
  }
}

/** How long the recording plays, ms: holes are not played. */
export function lengthOf({ runs }: Recording): number {
  return runs.reduce((sum, run) => sum + run.segments.reduce((length, segment) => length + segment.durationMs, 0), 0);
}

export function bytesOf(recording: Recording): number {
  return storedRuns(recording).reduce((sum, run) => {
    const last = run.segments.at(-1);
    return sum + (last ? last.offset + last.bytes : 0);
  }, 0);
}

/** Where in the recording a moment of the program is, ms from its start; in a hole, the first moment after it. */
export function positionOf({ runs }: Recording, mediaTimeMs: number): number {
  let position = 0;
  for (const { segments } of runs) {
    for (const segment of segments) {
      if (mediaTimeMs < segment.timeMs + segment.durationMs) return position + Math.max(mediaTimeMs - segment.timeMs, 0);
      position += segment.durationMs;
    }
  }
  return position;
}
