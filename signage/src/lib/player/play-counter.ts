import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import type { PlayedSlide } from '#server/domain/proof/played.ts';

export interface Counted {
  slide: PlayedSlide;
  /** In the server's time. */
  atMs: number;
  ms: number;
}

/** What stands over the slides. */
export interface Cover {
  kind: 'show' | 'takeover';
  id: string;
  /** Jobs that stand beside it. */
  postingIds?: readonly string[];
}

interface Clock {
  nowMs(): number;
  monoMs(): number;
}

/** Shorter than a cross-fade: nobody has seen it. */
const leastMs = 300;
/** What stands for long is put down in pieces: a power cut costs no more than one of them. */
const pieceMs = 300_000;

/**
 * What is on the glass, from when it stands to when it is gone: not what the rotation thinks of. A takeover or a show that stands over the slides is what
 * is played then, and the jobs below it are not.
 */
export class PlayCounter {
  readonly #clock: Clock;
  readonly #count: (played: Counted) => void;
  #up: PlayedSlide | undefined;
  #cover: PlayedSlide | undefined;
  #by: { version: number; hash: string } | undefined;
  #seen: { slide: PlayedSlide; mono: number } | undefined;

  constructor(clock: Clock, count: (played: Counted) => void) {
    this.#clock = clock;
    this.#count = count;
  }

  /** The slide's frame is on glass. */
  up(slide: Slide, { version, hash }: SignedManifest): void {
    this.#by = { version, hash };
    this.#up = playedOf(slide, { version, hash });
    this.#look();
  }

  /** The slide goes, or the page does. */
  down(): void {
    this.#up = undefined;
    this.#look();
  }

  /** What stands over the slides just now, if anything. */
  cover(cover: Cover | undefined): void {
    const postingIds = [...(cover?.postingIds ?? [])];
    this.#cover =
      cover === undefined
        ? undefined
        : { id: `${cover.kind}-${cover.id}`, kind: cover.kind, subject: cover.id, ...(this.#by ?? { version: 1, hash: '' }), postingIds };
    this.#look();
  }

  /** Looked at every moment. */
  tick(): void {
    const seen = this.#seen;
    if (seen === undefined || this.#clock.monoMs() - seen.mono < pieceMs) return;
    this.#end();
    this.#begin(seen.slide);
  }

  #look(): void {
    const now = this.#cover ?? this.#up;
    if (sameAs(this.#seen?.slide, now)) return;
    this.#end();
    if (now !== undefined) this.#begin(now);
  }

  #begin(slide: PlayedSlide): void {
    this.#seen = { slide, mono: this.#clock.monoMs() };
  }

  #end(): void {
    const seen = this.#seen;
    this.#seen = undefined;
    if (seen === undefined) return;
    const ms = this.#clock.monoMs() - seen.mono;
    // Reckoned back from its end: the clock may have been set right meanwhile.
    if (ms >= leastMs) this.#count({ slide: seen.slide, atMs: this.#clock.nowMs() - ms, ms });
  }
}

/** A count that changes within a slide is the same play; another manifest, or other rows, are another. */
function sameAs(a: PlayedSlide | undefined, b: PlayedSlide | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.id === b.id && a.hash === b.hash && a.postingIds.join() === b.postingIds.join();
}

function playedOf(slide: Slide, by: { version: number; hash: string }): PlayedSlide {
  const { id } = slide;
  switch (slide.kind) {
    case 'jobs':
      return { id, kind: 'jobs', ...by, postingIds: slide.rows.map(({ postingId }) => postingId) };
    case 'station':
      return { id, kind: 'station', ...by, postingIds: [] };
    case 'picture':
    case 'film':
    case 'notice':
      // By the content: its pages on this glass are one thing that somebody wrote and somebody approved.
      return { id, kind: 'content', subject: slide.contentId, ...by, postingIds: [] };
    case 'figures':
    case 'teams':
    case 'leaderboard':
      return { id, kind: 'content', subject: slide.kind, ...by, postingIds: [] };
  }
}

/** What the page draws over the slides, the strongest first. */
export function coverOf(
  takeover: { id: string } | undefined,
  show: { stands: boolean; live?: { episodeId: string } | undefined; besideIds: readonly string[] },
): Cover | undefined {
  if (takeover !== undefined) return { kind: 'takeover', id: takeover.id };
  if (!show.stands || show.live === undefined) return undefined;
  return { kind: 'show', id: show.live.episodeId, postingIds: show.besideIds };
}
