import type { CaptionOnWire } from '../../../../server/contract/captions.ts';

/** A line whose picture never comes (a path that stalled) is dropped, not shown to another picture. */
const LATEST_MS = 10_000;

interface Waiting {
  readonly caption: CaptionOnWire;
  readonly heardMs: number;
}

/** Holds a caption until the picture on glass has reached it, over whichever path that comes, and takes it off again. */
export class CaptionLine {
  readonly #show: (text: string) => void;
  #waiting: Waiting[] = [];
  #until: number | undefined;

  /** @param show the line that stands; empty: none */
  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  /** @param shownMs media time on glass; undefined without a picture or its clock */
  push(caption: CaptionOnWire, shownMs: number | undefined, nowMs: number): void {
    this.#waiting.push({ caption, heardMs: nowMs });
    this.shown(shownMs, nowMs);
  }

  /** To be called with each picture, and now and then without one. */
  shown(shownMs: number | undefined, nowMs: number): void {
    if (this.#until !== undefined && nowMs >= this.#until) {
      this.#until = undefined;
      this.#show('');
    }
    this.#waiting = this.#waiting.filter(({ heardMs }) => nowMs - heardMs < LATEST_MS);
    for (;;) {
      const [first] = this.#waiting;
      if (!first || !isDue(first.caption, shownMs)) return;
      this.#waiting.shift();
      this.#until = nowMs + first.caption.durationMs;
      this.#show(first.caption.text);
    }
  }
}

function isDue({ mediaTimeMs }: CaptionOnWire, shownMs: number | undefined): boolean {
  return mediaTimeMs === null || shownMs === undefined || shownMs >= mediaTimeMs;
}
