/** So often it is asked whether a frame can be painted: often enough to tell a page that hangs, seldom enough to keep a box cool. */
const askEveryMs = 200;

/** Frames that were really painted: the browser calls back only when it is about to paint one; a film's are counted by its decoder. */
export class FrameCounter {
  #painted = 0;
  #films = 0;
  #sinceMono = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor() {
    this.#timer = setInterval(() => requestAnimationFrame(() => this.#count()), askEveryMs);
  }

  /** Since the last time that it was asked. */
  take(): { painted: number; overMs: number } {
    const films = filmFrames();
    const painted = this.#painted + Math.max(0, films - this.#films);
    const overMs = Math.round(performance.now() - this.#sinceMono);
    this.#painted = 0;
    this.#films = films;
    this.#sinceMono = performance.now();
    return { painted, overMs };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #count(): void {
    this.#painted += 1;
  }
}

function filmFrames(): number {
  let frames = 0;
  for (const video of document.querySelectorAll('video')) frames += video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0;
  return frames;
}
