import { type Cue, writeWebVtt } from '../../domain/live/webvtt.ts';
import type { ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import { TARGET_DURATION_S } from './playlist.ts';

/** As many segments as the picture's playlist has. */
const WINDOW = 15;
/**
 * A line stands at least this long here, ms. A segment of text is complete, and found by a player, when the picture it belongs to has been shown
 * for some seconds: a short line would be over by then.
 */
const STANDS_MS = 8_000;

interface TextSegment {
  readonly number: number;
  readonly startsDiscontinuity: boolean;
  readonly dateMs: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** The captions as a subtitles rendition, segment by segment beside the picture's: for players that aren't ours. Ours hear of them at once. */
export class CaptionTrack implements ProgramSink {
  readonly #folder: string;
  readonly #epochMs: () => number;
  #segments: TextSegment[] = [];
  #open: (Omit<TextSegment, 'durationMs'> & { endMs: number }) | undefined;
  #discontinuitySequence: number;
  #cues: Cue[] = [];
  #hasEnded = false;

  /** Numbers, folder and epoch as the picture's origin has them. */
  constructor(input: { firstDiscontinuity: number; folder: string; epochMs: () => number }) {
    this.#folder = input.folder;
    this.#epochMs = input.epochMs;
    this.#discontinuitySequence = input.firstDiscontinuity;
  }

  say(cue: Cue): void {
    this.#cues.push({ ...cue, durationMs: Math.max(cue.durationMs, STANDS_MS) });
  }

  part({ segment, startsDiscontinuity, timeMs, durationMs, isLast }: ProgramPart): void {
    this.#open ??= { number: segment, startsDiscontinuity, dateMs: this.#epochMs() + timeMs, startMs: timeMs, endMs: timeMs };
    this.#open.endMs = timeMs + durationMs;
    if (!isLast) return;
    const { endMs, ...opened } = this.#open;
    this.#open = undefined;
    this.#segments.push({ ...opened, durationMs: endMs - opened.startMs });
    while (this.#segments.length > WINDOW) this.#dropOldest();
  }

  end(): void {
    this.#hasEnded = true;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Not low latency: text is small, and its segments are asked for when they are complete. */
  playlist(): string | undefined {
    const [first] = this.#segments;
    if (!first) return undefined;
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      `#EXT-X-TARGETDURATION:${TARGET_DURATION_S}`,
      `#EXT-X-MEDIA-SEQUENCE:${first.number}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${this.#discontinuitySequence}`,
    ];
    this.#segments.forEach((segment, position) => {
      if (segment.startsDiscontinuity && position > 0) lines.push('#EXT-X-DISCONTINUITY');
      lines.push(
        `#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.dateMs).toISOString()}`,
        `#EXTINF:${(segment.durationMs / 1000).toFixed(5)},`,
        `${this.#folder}/c${segment.number}.vtt`,
      );
    });
    if (this.#hasEnded) lines.push('#EXT-X-ENDLIST');
    return [...lines, ''].join('\n');
  }

  /** Every line that stands in a segment is in it, also one that began before (§3.1.4). */
  segment(number: number): string | undefined {
    const segment = this.#segments.find((one) => one.number === number);
    if (!segment) return undefined;
    const endMs = segment.startMs + segment.durationMs;
    const standing = this.#cues.filter((cue) => cue.mediaTimeMs < endMs && cue.mediaTimeMs + cue.durationMs > segment.startMs);
    return writeWebVtt(standing, { segmented: true });
  }

  #dropOldest(): void {
    this.#segments.shift();
    const [first] = this.#segments;
    if (first?.startsDiscontinuity) this.#discontinuitySequence += 1;
    if (first) this.#cues = this.#cues.filter((cue) => cue.mediaTimeMs + cue.durationMs > first.startMs);
  }
}
