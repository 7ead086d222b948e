import type { RecordedRun, RecordedSegment } from './run-files.ts';

/** Shorter than this nobody misses anything. */
export const SHORTEST_GAP_MS = 1_000;
/** Between the last picture and the end of the show nothing is missed. */
const LAST_WORDS_MS = 3_000;
/** Segments and what fills a gap between them may overlap by a picture. */
const TOUCH_MS = 100;

/** A stretch of the program that the recording lacks: the slate stands there, or nothing does. */
export interface Gap {
  /** On the program's clock. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Server time at which it began, ms. */
  readonly atMs: number;
  /** The host's own time at which it began, where the picture before it has told: network and encoder stand between the two. */
  readonly hostAtMs?: number;
}

/**
 * What a recording lacks, in order.
 * @param untilMs where the program ended, server time; undefined while it may go on: what is open at its end is then no gap yet
 */
export function gapsOf(runs: readonly RecordedRun[], untilMs?: number): Gap[] {
  const gaps: Gap[] = [];
  let open: Gap | undefined;
  let hostZeroMs: number | undefined;
  const openAt = (fromMs: number, run: RecordedRun) => {
    open ??= { fromMs, toMs: fromMs, atMs: run.epochMs + fromMs, ...(hostZeroMs !== undefined && { hostAtMs: hostZeroMs + fromMs }) };
  };
  const close = (toMs: number) => {
    if (open && toMs - open.fromMs >= SHORTEST_GAP_MS) gaps.push({ ...open, toMs });
    open = undefined;
  };
  let last: { run: RecordedRun; endMs: number } | undefined;
  for (const run of runs) {
    for (const segment of run.segments) {
      if (last && segment.timeMs - last.endMs > TOUCH_MS) openAt(last.endMs, last.run);
      if (segment.isSlate) openAt(segment.timeMs, run);
      else {
        close(segment.timeMs);
        hostZeroMs = segment.senderZeroMs ?? hostZeroMs;
      }
      last = { run, endMs: segment.timeMs + segment.durationMs };
    }
  }
  if (untilMs === undefined || !last) return gaps;
  // The last picture goes out a moment before the end is written down.
  if (!open && untilMs - last.run.epochMs - last.endMs < LAST_WORDS_MS) return gaps;
  openAt(last.endMs, last.run);
  close(Math.max(untilMs - last.run.epochMs, last.endMs));
  return gaps;
}

/** The runs as they are played once their gaps are filled: what fills one stands in the place of the slate that it touches. */
export function withFills(runs: readonly RecordedRun[], fills: readonly RecordedRun[]): RecordedRun[] {
  const spans = fills
    .filter(({ segments }) => segments.length > 0)
    .map((fill) => ({ fill, fromMs: startOf(fill), toMs: endOf(fill) }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const played: RecordedRun[] = [];
  let next = 0;
  for (const run of runs) {
    let kept: RecordedSegment[] = [];
    const put = () => {
      if (kept.length > 0) played.push({ ...run, segments: kept });
      kept = [];
    };
    for (const segment of run.segments) {
      for (let span = spans[next]; span && span.fromMs < segment.timeMs + TOUCH_MS; span = spans[next]) {
        put();
        played.push(span.fill);
        next += 1;
      }
      if (!segment.isSlate || !spans.some(({ fromMs, toMs }) => overlaps(segment, fromMs, toMs))) kept.push(segment);
    }
    put();
  }
  for (const { fill } of spans.slice(next)) played.push(fill);
  return played;
}

const startOf = ({ segments }: RecordedRun): number => segments[0]?.timeMs ?? 0;

function endOf({ segments }: RecordedRun): number {
  const last = segments.at(-1);
  return last ? last.timeMs + last.durationMs : 0;
}

const overlaps = ({ timeMs, durationMs }: RecordedSegment, fromMs: number, toMs: number): boolean =>
  timeMs + durationMs - TOUCH_MS > fromMs && timeMs + TOUCH_MS < toMs;
