import { HlsPath } from '../program/hls-path.ts';
import type { PictureSound } from '../program/picture-sound.ts';

export interface BackgroundSoundOptions {
  readonly video: HTMLVideoElement;
  readonly sound: PictureSound;
  /** The program's sound alone (audio.m3u8). */
  readonly url: string;
  /** What a locked phone says it plays. */
  readonly title: string;
  readonly artist: string;
}

/**
 * A show goes on being heard when the page is hidden or the phone is locked: phones stop a video that nobody sees, and leave a sound alone. Only for
 * whoever has turned the sound on; on coming back the picture has it again.
 */
export class BackgroundSound {
  readonly #options: BackgroundSoundOptions;
  #audio: HTMLAudioElement | undefined;
  #path: HlsPath | undefined;

  constructor(options: BackgroundSoundOptions) {
    this.#options = options;
  }

  /** The show's sound comes out, whether anybody looks or not. */
  get isHeard(): boolean {
    return isSounding(this.#options.video) || (this.#path !== undefined && this.#audio !== undefined && isSounding(this.#audio));
  }

  /** Follows the page until the returned function is called. */
  start(): () => void {
    const look = () => (document.hidden ? this.#take() : this.#giveBack());
    document.addEventListener('visibilitychange', look);
    const { video } = this.#options;
    video.addEventListener('volumechange', this.#name);
    return () => {
      document.removeEventListener('visibilitychange', look);
      video.removeEventListener('volumechange', this.#name);
      this.#giveBack();
    };
  }

  /** For the phone's own player on its lock screen. */
  #name = (): void => {
    // Old WebViews have none.
    if (!('mediaSession' in navigator) || !this.#options.sound.on) return;
    const { title, artist } = this.#options;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist });
  };

  #take(): void {
    const { video, sound, url } = this.#options;
    // WebRTC's sound goes on by itself, and nobody who turned it off wants any.
    if (this.#path || !sound.on || video.srcObject) return;
    this.#audio ??= new Audio();
    const audio = this.#audio;
    audio.muted = false;
    this.#path = new HlsPath({ video: audio, url, events: { failed: () => this.#giveBack() } });
    void this.#path.open();
    audio.addEventListener('canplay', this.#hand);
  }

  /** The sound is there: now the picture's own may go, and not before. */
  #hand = (): void => {
    const audio = this.#audio;
    if (!audio || !this.#path) return;
    audio.play().then(
      () => {
        if (this.#path) this.#options.sound.lend(true);
      },
      () => {
        // Refused by the browser: the picture keeps its sound as long as the phone lets it.
        this.#giveBack();
      },
    );
  };

  #giveBack(): void {
    if (!this.#path) return;
    this.#audio?.removeEventListener('canplay', this.#hand);
    this.#audio?.pause();
    this.#path.close();
    this.#path = undefined;
    this.#options.sound.lend(false);
  }
}

/** HTMLMediaElement.HAVE_CURRENT_DATA: below that there is nothing to hear. */
const HAS_DATA = 2;

export const isSounding = ({
  muted,
  volume,
  paused,
  readyState,
}: Pick<HTMLMediaElement, 'muted' | 'volume' | 'paused' | 'readyState'>): boolean =>
  !muted && volume > 0 && !paused && readyState >= HAS_DATA;
