import type Hls from 'hls.js';

/** A recording on one video element, from any moment of it: hls.js where there are Media Source Extensions, the browser's own player elsewhere. */
export class ReplayPlayer {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #failed: () => void;
  #hls: Hls | undefined;
  #closed = false;

  /** @param input.failed nothing plays any more; whoever embeds the player says so */
  constructor(input: { video: HTMLVideoElement; url: string; failed: () => void }) {
    this.#video = input.video;
    this.#url = input.url;
    this.#failed = input.failed;
  }

  /** @param fromMs position in the recording */
  async open(fromMs: number): Promise<void> {
    // Loaded only by those who look back: the page starts as text.
    const { default: HlsPlayer } = await import('hls.js');
    if (this.#closed) return;
    if (!HlsPlayer.isSupported()) {
      this.#openNative(fromMs);
      return;
    }
    const hls = new HlsPlayer({ startPosition: fromMs / 1000, backBufferLength: 60, lowLatencyMode: false });
    this.#hls = hls;
    hls.on(HlsPlayer.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else this.#failed();
    });
    hls.attachMedia(this.#video);
    hls.loadSource(this.#url);
  }

  seek(toMs: number): void {
    this.#video.currentTime = toMs / 1000;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#hls?.destroy();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #openNative(fromMs: number): void {
    const video = this.#video;
    if (video.canPlayType('application/vnd.apple.mpegurl') === '') {
      this.#failed();
      return;
    }
    video.src = this.#url;
    video.addEventListener('loadedmetadata', () => this.seek(fromMs), { once: true });
    video.addEventListener('error', () => this.#failed(), { once: true });
  }
}
