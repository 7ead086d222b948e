import type { ProgramMap, ProgramPart, ProgramSink } from '../packager/program-sink.ts';
import {
  durationOf,
  nextPart,
  type PlaylistSegment,
  type PlaylistState,
  type RenditionReport,
  renderMediaPlaylist,
  TARGET_DURATION_S,
  type Variant,
} from './playlist.ts';

/** Segments kept, and listed: 30 s, so that a phone that was away for a moment finds its place again. */
const WINDOW = 15;
/** A blocked request gives up after three target durations (RFC 8216bis §6.2.5.2). */
const BLOCK_MS = 3 * TARGET_DURATION_S * 1000;

/** A playlist must not promise less than it takes (§4.4.6.2): until enough has been seen, a plain voice. */
const LEAST_BANDWIDTH = 100_000;

interface StoredSegment extends PlaylistSegment {
  readonly map: ProgramMap;
  readonly parts: { durationMs: number; isIndependent: boolean; bytes: Buffer }[];
  isComplete: boolean;
  /** Its parts as one, since it is complete: everybody who asks gets this buffer. */
  whole: Buffer | undefined;
}

/** `too-far`: asks for what is more than two segments away (§6.2.5.2: answer 400). `timeout`: answer 503. */
export type HlsAnswer<T> = { ok: true; body: T } | { ok: false; why: 'missing' | 'too-far' | 'timeout' | 'ended' };

interface Waiter {
  readonly isReady: () => boolean;
  readonly wake: () => void;
}

/**
 * LL-HLS out of memory: the last segments and their parts, and the requests that wait for the next one. Every waiting request of one part is
 * answered from one buffer.
 */
export class HlsOrigin implements ProgramSink {
  readonly #folder: string;
  readonly #epochMs: () => number;
  readonly #partTargetS: number;
  readonly #reports: () => readonly RenditionReport[];
  /** What was written since the last part: hundreds wait for the same text. */
  readonly #written = new Map<boolean, string>();
  #segments: StoredSegment[] = [];
  readonly #maps = new Map<number, ProgramMap>();
  readonly #waiters = new Set<Waiter>();
  readonly #firstSegment: number;
  #discontinuitySequence: number;
  #hasEnded = false;
  #isGone = false;
  #bytesSeen = 0;
  #msSeen = 0;

  /**
   * @param firstSegment above every number that this episode has used before, and so is firstDiscontinuity: see numbering.ts
   * @param folder names this numbering of segments, so that no cache mixes it with an earlier one
   * @param epochMs server time of media time 0
   * @param partTargetS at least every part's duration, s
   * @param reports where the other renditions are now
   */
  constructor(input: {
    firstSegment: number;
    firstDiscontinuity: number;
    folder: string;
    epochMs: () => number;
    partTargetS: number;
    reports?: () => readonly RenditionReport[];
  }) {
    this.#firstSegment = input.firstSegment;
    // What is shown now is another timeline than whatever a player still has from before.
    this.#discontinuitySequence = input.firstDiscontinuity;
    this.#folder = input.folder;
    this.#epochMs = input.epochMs;
    this.#partTargetS = input.partTargetS;
    this.#reports = input.reports ?? (() => []);
  }

  part(part: ProgramPart): void {
    this.#maps.set(part.map.id, part.map);
    const segment = this.#segmentFor(part);
    segment.parts.push({ durationMs: part.durationMs, isIndependent: part.isIndependent, bytes: part.bytes });
    segment.isComplete = part.isLast;
    if (part.isLast) segment.whole = Buffer.concat(segment.parts.map(({ bytes }) => bytes));
    this.#written.clear();
    this.#bytesSeen += part.bytes.length;
    this.#msSeen += part.durationMs;
    this.#wakeReady();
  }

  end(): void {
    this.#hasEnded = true;
    this.#written.clear();
    this.#wakeReady();
  }

  /**
   * This rendition is given up in the middle of the show: whoever waits for it hears at once that there is none (RFC 8216bis wants a clear
   * indication, as by HTTP 404), and takes another.
   */
  drop(): void {
    this.#isGone = true;
    for (const waiter of [...this.#waiters]) waiter.wake();
  }

  get folder(): string {
    return this.#folder;
  }

  /** How the multivariant playlist names this rendition. Waits for the first complete segment. */
  async variant(uri: string): Promise<HlsAnswer<Variant>> {
    const never = await this.#until(() => this.#hasCompleteSegment());
    if (never) return { ok: false, why: never };
    const map = this.#segments.at(-1)?.map;
    if (!map) return { ok: false, why: 'missing' };
    const { codecs, width, height } = map;
    const bandwidth = Math.max(Math.round((this.#bytesSeen * 8000 * 1.2) / Math.max(this.#msSeen, 1)), LEAST_BANDWIDTH);
    return { ok: true, body: { uri, codecs, bandwidth, ...(width > 0 && { size: { width, height } }) } };
  }

  /** Where this rendition is, for the playlists of the others; none before its first part. */
  reportAs(uri: string): RenditionReport[] {
    const last = this.#segments.at(-1);
    return last ? [{ uri, segment: last.number, part: last.parts.length - 1 }] : [];
  }

  /** @param wanted `_HLS_msn` and `_HLS_part` of a blocking reload. */
  async playlist(wanted: { segment: number; part: number | undefined } | undefined, skip: boolean): Promise<HlsAnswer<string>> {
    const unopened = await this.#until(() => this.#hasCompleteSegment());
    if (unopened) return { ok: false, why: unopened };
    if (wanted && !this.#hasEnded) {
      if (wanted.segment > nextPart(this.#segments, this.#firstSegment).segment + 1) return { ok: false, why: 'too-far' };
      const never = await this.#until(() => this.#has(wanted));
      if (never) return { ok: false, why: never };
    }
    const text = this.#written.get(skip) ?? renderMediaPlaylist(this.#state(), { skip });
    this.#written.set(skip, text);
    return { ok: true, body: text };
  }

  map(id: number): Buffer | undefined {
    return this.#maps.get(id)?.bytes;
  }

  segment(number: number): Buffer | undefined {
    return this.#find(number)?.whole;
  }

  /** The part that the preload hint names is waited for. */
  async partBytes(segment: number, part: number): Promise<HlsAnswer<Buffer>> {
    const next = nextPart(this.#segments, this.#firstSegment);
    const isHinted = segment === next.segment && part === next.part;
    const never = isHinted && !this.#hasEnded ? await this.#until(() => this.#has({ segment, part })) : undefined;
    if (never) return { ok: false, why: never };
    const bytes = this.#find(segment)?.parts[part]?.bytes;
    return bytes ? { ok: true, body: bytes } : { ok: false, why: this.#hasEnded ? 'ended' : 'missing' };
  }

  #segmentFor(part: ProgramPart): StoredSegment {
    const last = this.#segments.at(-1);
    if (last && last.number === part.segment) return last;
    const segment: StoredSegment = {
      number: part.segment,
      map: part.map,
      mapId: part.map.id,
      startsDiscontinuity: part.startsDiscontinuity,
      dateMs: this.#epochMs() + part.timeMs,
      parts: [],
      isComplete: false,
      whole: undefined,
    };
    this.#segments.push(segment);
    while (this.#segments.length > WINDOW) this.#dropOldest();
    return segment;
  }

  #dropOldest(): void {
    this.#segments.shift();
    // Its successor's tag is now above the window's first segment, where it is no longer written.
    if (this.#segments[0]?.startsDiscontinuity) this.#discontinuitySequence += 1;
    const used = new Set(this.#segments.map((segment) => segment.mapId));
    for (const id of this.#maps.keys()) if (!used.has(id)) this.#maps.delete(id);
  }

  #find(number: number): StoredSegment | undefined {
    return this.#segments.find((segment) => segment.number === number);
  }

  #hasCompleteSegment(): boolean {
    return this.#hasEnded || this.#segments.some((segment) => segment.isComplete);
  }

  /** A part past its segment's end is the next segment's part 0 (§6.2.5.2). */
  #has({ segment, part }: { segment: number; part: number | undefined }): boolean {
    if (this.#hasEnded) return true;
    const next = nextPart(this.#segments, this.#firstSegment);
    if (next.segment > segment) {
      const stored = this.#find(segment);
      if (!stored || part === undefined || part < stored.parts.length) return true;
      return next.segment > segment + 1 || next.part > 0;
    }
    return next.segment === segment && part !== undefined && next.part > part;
  }

  #state(): PlaylistState {
    return {
      segments: this.#segments,
      firstSegment: this.#firstSegment,
      discontinuitySequence: this.#discontinuitySequence,
      hasEnded: this.#hasEnded,
      folder: this.#folder,
      partTargetS: this.#partTargetS,
      reports: this.#reports(),
    };
  }

  /** Resolves as soon as it is ready; else to why it won't be, after BLOCK_MS or when the rendition is given up. */
  #until(isReady: () => boolean): Promise<'timeout' | 'missing' | undefined> {
    if (this.#isGone) return Promise.resolve('missing');
    if (isReady()) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        resolve('timeout');
      }, BLOCK_MS);
      const waiter: Waiter = {
        isReady,
        wake: () => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(this.#isGone ? 'missing' : undefined);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  #wakeReady(): void {
    for (const waiter of [...this.#waiters]) if (waiter.isReady()) waiter.wake();
  }

  /** Listed seconds, for health and tests. */
  get windowMs(): number {
    return this.#segments.reduce((sum, segment) => sum + durationOf(segment), 0);
  }
}
