import type Hls from 'hls.js';
import { catchUp } from './catch-up.ts';
import { LiveTarget } from './live-target.ts';
import { behindDate } from './receive-delay.ts';
import type { PathEvents } from './webrtc-path.ts';

const STEER_EVERY_MS = 200;
const SETTLED_MS = 5_000;
/** What was told to go on decodes up to 2 s of pictures first. */
const GO_ON_EVERY_MS = 2_000;
/** Segments are 2 s: nothing for this long is more than jitter. */
const DEAD_AFTER_MS = 6_000;

/** The program over LL-HLS: hls.js where Media Source Extensions exist, the browser's own player elsewhere (Safari on phones). */
export class HlsPath {
  readonly #video: HTMLMediaElement;
  readonly #url: string;
  readonly #events: PathEvents;
  readonly #target = new LiveTarget(performance.now());
  #hls: Hls | undefined;
  #steering: number | undefined;
  #lastPosition = 0;
  #lastMovedMs = 0;
  #toldToGoOnMs = 0;
  #playingSinceMs: number | undefined;
  #closed = false;

  constructor(input: { video: HTMLMediaElement; url: string; events: PathEvents }) {
    this.#video = input.video;
    this.#url = input.url;
    this.#events = input.events;
  }

  /** PROGRAM-DATE-TIME of what is shown, ms since the Unix epoch. */
  get dateMs(): number | undefined {
    const date = this.#hls?.playingDate ?? startDateOf(this.#video);
    return date ? date.getTime() : undefined;
  }

  /** Behind the live edge, s. hls.js says 0 as long as it doesn't know. */
  get latency(): number | undefined {
    return this.#hls ? this.#hls.latency || undefined : behindDate(this.dateMs, Date.now());
  }

  async open(): Promise<void> {
    // Loaded only by those who need it: the show page starts as text.
    const { default: HlsPlayer } = await import('hls.js');
    if (this.#closed) return;
    this.#lastMovedMs = performance.now();
    if (!HlsPlayer.isSupported()) {
      if (this.#video.canPlayType('application/vnd.apple.mpegurl') === '') {
        this.#events.failed('no HLS here');
        return;
      }
      this.#video.src = this.#url;
      this.#watch();
      return;
    }
    const hls = new HlsPlayer({
      lowLatencyMode: true,
      liveSyncDuration: this.#target.at(performance.now()),
      // Each stall would otherwise add a second of latency for good.
      liveSyncOnStallIncrease: 0,
      // Steered below: the library's own catch-up needs a second of buffer.
      maxLiveSyncPlaybackRate: 1,
      backBufferLength: 10,
      manifestLoadPolicy: patient,
      playlistLoadPolicy: patient,
    });
    this.#hls = hls;
    hls.on(HlsPlayer.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === HlsPlayer.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else this.#fail(data.details);
    });
    hls.attachMedia(this.#video);
    hls.loadSource(this.#url);
    this.#watch();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#steering);
    this.#video.removeEventListener('waiting', this.#onWaiting);
    this.#hls?.destroy();
    this.#video.playbackRate = 1;
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  /** A jump of our own, and the beginning, wait too: neither says anything about the line. */
  #onWaiting = (): void => {
    const now = performance.now();
    const isSteady = this.#playingSinceMs !== undefined && now - this.#playingSinceMs > SETTLED_MS;
    if (isSteady && !this.#video.seeking) this.#target.stalled(now);
  };

  #watch(): void {
    this.#video.addEventListener('waiting', this.#onWaiting);
    this.#steering = setInterval(() => this.#steer(), STEER_EVERY_MS) as unknown as number;
  }

  #steer(): void {
    const video = this.#video;
    const now = performance.now();
    if (video.currentTime !== this.#lastPosition || video.paused) {
      this.#lastPosition = video.currentTime;
      this.#lastMovedMs = now;
    } else if (now - this.#lastMovedMs > DEAD_AFTER_MS) {
      this.#fail('stalled');
      return;
    }
    const hls = this.#hls;
    const target = this.#target.at(now);
    if (!hls?.latency || video.paused || video.currentTime === 0) return;
    if (hls.targetLatency !== target) hls.targetLatency = target;
    this.#playingSinceMs ??= now;
    const playedFor = (now - this.#playingSinceMs) / 1000;
    const stoodFor = (now - this.#lastMovedMs) / 1000;
    const step = catchUp({ latency: hls.latency, target, buffered: bufferedAhead(video), playedFor, stoodFor });
    if ('jump' in step) {
      const live = hls.liveSyncPosition;
      if (live !== null) video.currentTime = live;
      return;
    }
    if ('goOn' in step) {
      if (video.seeking || now - this.#toldToGoOnMs < GO_ON_EVERY_MS) return;
      this.#toldToGoOnMs = now;
      video.currentTime = this.#lastPosition;
      return;
    }
    if (video.playbackRate !== step.rate) video.playbackRate = step.rate;
  }

  #fail(why: string): void {
    if (!this.#closed) this.#events.failed(why);
  }
}

/** The first playlist is held until a segment is complete, and a blocking reload until its part is there. */
const patient = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 12_000,
    timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 3, retryDelayMs: 500, maxRetryDelayMs: 2_000 },
  },
};

function bufferedAhead(video: HTMLMediaElement): number {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i += 1) {
    if (buffered.start(i) <= currentTime + 0.05 && buffered.end(i) > currentTime) return buffered.end(i) - currentTime;
  }
  return 0;
}

/** Safari's own player knows the date of position 0. */
function startDateOf(video: HTMLMediaElement): Date | undefined {
  const { getStartDate } = video as HTMLMediaElement & { getStartDate?: () => Date };
  const start = getStartDate?.call(video).getTime();
  return start === undefined || Number.isNaN(start) ? undefined : new Date(start + video.currentTime * 1000);
}
