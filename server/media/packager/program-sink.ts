import type { AudioSample } from '../fmp4/media-part.ts';

/**
 * The seam behind the packager: whoever wants the program subscribes to the same parts — HLS, the recording, the restream — so they can't
 * disagree. Calls come in order and are synchronous; a sink that has slow work to do queues it itself.
 */
export interface ProgramSink {
  part(part: ProgramPart): void;
  /** No parts follow. */
  end(): void;
}

/** What a decoder needs before the parts that name it (an EXT-X-MAP). */
export interface ProgramMap {
  /** Counts up from 0 within an episode. */
  readonly id: number;
  readonly bytes: Buffer;
  /** RFC 6381. */
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  readonly sound: { readonly specificConfig: Buffer; readonly channels: number };
}

/** One CMAF chunk of picture and sound. */
export interface ProgramPart {
  readonly map: ProgramMap;
  /** Number of its segment: grows through the whole episode, also over a restart of the server. */
  readonly segment: number;
  /** Number within its segment, from 0. */
  readonly index: number;
  /** Ends its segment. */
  readonly isLast: boolean;
  /** Starts with an IDR. */
  readonly isIndependent: boolean;
  /** The source changed, or time jumped, before this part. Only on a segment's first part. */
  readonly startsDiscontinuity: boolean;
  /** The host's own wall clock at media time 0, ms since the Unix epoch; absent while nothing of the host's is known. */
  readonly senderZeroMs?: number;
  /** The host was away: it shows the slate. A segment is all slate or none. */
  readonly isSlate?: true;
  /** Where its picture starts on the program's own clock, ms since the episode's first frame. */
  readonly timeMs: number;
  /** Of its picture, ms: exactly the sum of its samples. */
  readonly durationMs: number;
  readonly bytes: Buffer;
  /** What of `bytes` is heard: for whoever takes the sound alone. */
  readonly sound: readonly AudioSample[];
}
