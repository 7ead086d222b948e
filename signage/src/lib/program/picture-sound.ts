type Heard = Pick<HTMLVideoElement, 'muted' | 'paused' | 'play' | 'srcObject' | 'currentSrc' | 'src'>;

/**
 * Whether a picture is heard: nothing else touches its `muted`. What was chosen outlives a player's starts and stops, the paths of the picture, and
 * the while in which the sound comes from elsewhere. Without sound unless somebody chose it: muted playing is allowed everywhere.
 */
export class PictureSound {
  readonly #video: Heard;
  readonly #refused: () => void;
  #on: boolean;
  #isElsewhere = false;

  /** @param input.refused the browser plays no sound here until somebody has touched the page: the picture goes on without */
  constructor({ video, on = false, refused = () => {} }: { video: Heard; on?: boolean; refused?: () => void }) {
    this.#video = video;
    this.#on = on;
    this.#refused = refused;
    this.#say();
  }

  get on(): boolean {
    return this.#on;
  }

  turn(on: boolean): void {
    this.#on = on;
    this.#say();
    // Chromium stops a picture that is given its sound without a touch.
    this.play();
  }

  /** Another element plays the same sound for a while. */
  lend(isElsewhere: boolean): void {
    this.#isElsewhere = isElsewhere;
    this.#say();
  }

  /** Plays what stands still; a picture without its sound is better than none. */
  play(): void {
    const video = this.#video;
    if (!video.paused || (!video.srcObject && !video.currentSrc && !video.src)) return;
    video.play().catch((error: unknown) => {
      // Refused until a gesture or WeChat's bridge: `keepPlaying` asks again.
      if (video.muted || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#on = false;
      this.#say();
      this.#refused();
      this.play();
    });
  }

  #say(): void {
    this.#video.muted = !this.#on || this.#isElsewhere;
  }
}
