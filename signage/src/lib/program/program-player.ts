import type { Device, types } from 'mediasoup-client';
import type { PictureSource, ProgramClockOnWire } from '../../../../server/contract/live.ts';
import type { ViewingSeen } from '../../../../server/contract/viewing.ts';
import { keepPlaying } from './autoplay.ts';
import { watchFrames } from './frames.ts';
import { HlsPath } from './hls-path.ts';
import { mediaTimeOfDate, mediaTimeOfRtp } from './media-clock.ts';
import { PictureSound } from './picture-sound.ts';
import { type ProgramInfo, SignallingRefused, type ViewerSignalling } from './signalling.ts';
import { Viewing } from './viewing.ts';
import { WebRtcPath } from './webrtc-path.ts';

/** `none`: no picture; whoever embeds the player shows the slate, the rotation or the countdown. */
export type ProgramPathName = 'webrtc' | 'hls' | 'none';

export interface ProgramPlayerEvents {
  /** The path that the picture comes by has changed. Only a path whose pictures move is named. */
  onPath(path: ProgramPathName): void;
  /** Who sends the picture has become known, or is another. */
  onSource?(source: PictureSource): void;
  /** A picture is on glass. `mediaTimeMs` is undefined until the program's clock is known. */
  onFrame?(mediaTimeMs: number | undefined): void;
}

export interface ProgramPlayerOptions extends ProgramPlayerEvents {
  readonly video: HTMLVideoElement;
  /** Without it the picture is never heard. */
  readonly sound?: PictureSound;
  readonly signalling: ViewerSignalling;
  /** `hls` skips WebRTC. */
  readonly first?: 'webrtc' | 'hls';
  /** When to look whether there is room for WebRTC again, instead of after a minute: ms. */
  readonly stepUpMs?: number;
}

/** No new picture for this long is the end of it: the slate must stand within 1.5 s of the host's loss. */
const STALL_MS = { webrtc: 1_200, hls: 2_500 };
/** How long a path may take to its first picture. */
const START_MS = { webrtc: 5_000, hls: 12_000 };
/** Between two walks down the ladder. */
const RETRY_MS = 700;
/** A host who is away for longer than a hiccup comes back with an event; asking is for whoever misses it. */
const HICCUP_TRIES = 5;
const AWAY_RETRY_MS = 4_000;
const WATCH_EVERY_MS = 100;
/** A viewer on HLS looks now and then whether WebRTC has room: a minute after it came, and less often each time. */
const STEP_UP_MS = { first: 60_000, most: 600_000 };

/**
 * The program on one video element: WebRTC, else HLS, else nothing, and up again by itself. Stepping between the paths never reloads the page.
 */
export class ProgramPlayer {
  readonly #options: ProgramPlayerOptions;
  readonly #viewing = new Viewing();
  #stopAutoplay: (() => void) | undefined;
  #stopFrames: (() => void) | undefined;
  #device: Device | undefined;
  #clock: ProgramClockOnWire | undefined;
  #source: PictureSource | undefined;
  #current: { name: 'webrtc' | 'hls'; path: WebRtcPath | HlsPath; openedMs: number } | undefined;
  #shown: ProgramPathName = 'none';
  #lastFrameMs = 0;
  #mediaTimeMs: number | undefined;
  #watch: number | undefined;
  #retry: number | undefined;
  #next: 'webrtc' | 'hls';
  #clockAskedMs = Number.NEGATIVE_INFINITY;
  #isWalking = false;
  #stepUp: number | undefined;
  #stepUpMs = STEP_UP_MS.first;
  #triesInVain = 0;
  #stopped = true;

  constructor(options: ProgramPlayerOptions) {
    this.#options = options;
    this.#next = options.first ?? 'webrtc';
  }

  get path(): ProgramPathName {
    return this.#shown;
  }

  /** Media time of the picture that is on glass, ms since the episode's first frame. */
  get mediaTimeMs(): number | undefined {
    return this.#mediaTimeMs;
  }

  /** Seconds behind what the server has, where the path knows. */
  get latency(): number | undefined {
    return this.#current?.path.latency;
  }

  /** What was seen since this was last asked, for the presence beat; undefined: nothing. */
  takeSeen(): ViewingSeen | undefined {
    const { latency } = this;
    return this.#viewing.take(latency === undefined ? undefined : latency * 1000);
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    const { video, sound = new PictureSound({ video }) } = this.#options;
    this.#stopAutoplay = keepPlaying(video, sound);
    this.#stopFrames = watchFrames(video, (frame) => this.#onFrame(frame.rtpTimestamp));
    this.#watch = setInterval(() => this.#check(), WATCH_EVERY_MS) as unknown as number;
    void this.#walk();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    clearTimeout(this.#stepUp);
    this.#stopFrames?.();
    this.#stopAutoplay?.();
    this.#leave();
  }

  /** The server said that the program's clock changed, or that the host is back: look again now. */
  refresh(): void {
    this.#clock = undefined;
    this.#triesInVain = 0;
    if (this.#stopped) return;
    if (this.#current) void this.#learnClock();
    else void this.#walk();
  }

  /** One step on the ladder: opens `#next`, or plans the next try. */
  async #walk(): Promise<void> {
    if (this.#stopped || this.#isWalking || this.#current) return;
    clearTimeout(this.#retry);
    this.#isWalking = true;
    const wanted = this.#next;
    try {
      const info = await this.#options.signalling.info();
      this.#hear(info);
      this.#clock = info.clock ?? undefined;
      if (!info.onAir) {
        // The host's absence is nobody's stall.
        this.#viewing.pause();
        this.#triesInVain += 1;
        this.#again(this.#options.first ?? 'webrtc', nextTryMs(this.#triesInVain, Math.random()));
        return;
      }
      this.#triesInVain = 0;
      if (!document.hidden) this.#viewing.wanted(performance.now());
      await (wanted === 'webrtc' ? this.#openWebRtc(info.rtpCapabilities) : this.#openHls(info.hlsUrl));
    } catch (error) {
      this.#leave();
      this.#again(nextAfter(wanted, error));
    } finally {
      this.#isWalking = false;
    }
  }

  async #openWebRtc(routerRtpCapabilities: object): Promise<void> {
    const device = await this.#deviceFor(routerRtpCapabilities);
    const { video, signalling } = this.#options;
    const path = new WebRtcPath({ video, signalling, events: { failed: () => this.#fell('webrtc') } });
    this.#enter('webrtc', path);
    await path.open(device);
  }

  async #deviceFor(routerRtpCapabilities: object): Promise<Device> {
    if (this.#device) return this.#device;
    const { Device } = await import('mediasoup-client');
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    this.#device = device;
    return device;
  }

  async #openHls(url: string): Promise<void> {
    const path = new HlsPath({ video: this.#options.video, url, events: { failed: () => this.#fell('hls') } });
    this.#enter('hls', path);
    await path.open();
    this.#planStepUp();
  }

  /** From HLS to WebRTC without a page's reload, and without a black moment where WebRTC fails: it is shown only when it stands. */
  async #stepUpToWebRtc(): Promise<void> {
    const below = this.#current;
    if (below?.name !== 'hls' || this.#isWalking) return;
    this.#isWalking = true;
    // Whoever comes back here soon has a line that carries no WebRTC for long.
    this.#stepUpMs = Math.min(this.#stepUpMs * 2, STEP_UP_MS.most);
    const { video, signalling } = this.#options;
    const path = new WebRtcPath({ video, signalling, events: { failed: () => this.#fell('webrtc') } });
    try {
      const info = await signalling.info();
      this.#hear(info);
      await path.prepare(await this.#deviceFor(info.rtpCapabilities));
      if (this.#stopped || this.#current !== below) throw new Error('overtaken');
      below.path.close();
      this.#enter('webrtc', path);
      await path.show();
    } catch {
      // Full, or no way for it here: HLS plays on.
      path.close();
      if (this.#current === below) this.#planStepUp();
      else if (this.#current?.path === path) this.#fell('webrtc');
    } finally {
      this.#isWalking = false;
      // What fell meanwhile found somebody walking and stood still.
      if (!this.#current) this.#again(this.#next, 0);
    }
  }

  #planStepUp(): void {
    clearTimeout(this.#stepUp);
    if (this.#options.first === 'hls' || this.#stopped) return;
    // Not all at once: a hall's phones came together.
    const inMs = (this.#options.stepUpMs ?? this.#stepUpMs) * (0.75 + Math.random() / 2);
    this.#stepUp = setTimeout(() => void this.#stepUpToWebRtc(), inMs) as unknown as number;
  }

  #enter(name: 'webrtc' | 'hls', path: WebRtcPath | HlsPath): void {
    if (this.#stopped) {
      path.close();
      throw new Error('stopped');
    }
    this.#current = { name, path, openedMs: performance.now() };
    this.#lastFrameMs = 0;
  }

  #leave(): void {
    this.#current?.path.close();
    this.#current = undefined;
    this.#mediaTimeMs = undefined;
    this.#show('none');
  }

  /** A path that had pictures is tried again first; one that never had any gives way to the next. */
  #fell(name: 'webrtc' | 'hls'): void {
    if (this.#current?.name !== name) return;
    const hadPictures = this.#lastFrameMs > 0;
    this.#leave();
    this.#again(hadPictures || name === 'hls' ? (this.#options.first ?? 'webrtc') : 'hls', hadPictures ? 0 : RETRY_MS);
  }

  #again(next: 'webrtc' | 'hls', inMs = RETRY_MS): void {
    this.#next = next;
    clearTimeout(this.#retry);
    if (!this.#stopped) this.#retry = setTimeout(() => void this.#walk(), inMs) as unknown as number;
  }

  #check(): void {
    const current = this.#current;
    if (!current) return;
    const now = performance.now();
    if (document.hidden) {
      // A hidden page is shown no frames; its clock starts again when it is looked at.
      current.openedMs = now;
      this.#viewing.pause();
      if (this.#lastFrameMs > 0) this.#lastFrameMs = now;
      return;
    }
    const since = this.#lastFrameMs === 0 ? now - current.openedMs : now - this.#lastFrameMs;
    const limit = this.#lastFrameMs === 0 ? START_MS[current.name] : STALL_MS[current.name];
    if (since > limit) this.#fell(current.name);
  }

  #onFrame(rtpTimestamp: number | undefined): void {
    const current = this.#current;
    if (!current) return;
    this.#lastFrameMs = performance.now();
    if (!document.hidden) this.#viewing.picture(current.name, this.#lastFrameMs);
    this.#mediaTimeMs = this.#mediaTimeOf(current.path, rtpTimestamp);
    this.#show(current.name);
    this.#options.onFrame?.(this.#mediaTimeMs);
    if (!this.#clock) void this.#learnClock();
  }

  #mediaTimeOf(path: WebRtcPath | HlsPath, rtpTimestamp: number | undefined): number | undefined {
    if (!this.#clock) return undefined;
    if (path instanceof HlsPath) return path.dateMs === undefined ? undefined : mediaTimeOfDate(this.#clock, path.dateMs);
    return rtpTimestamp === undefined ? undefined : mediaTimeOfRtp(this.#clock, rtpTimestamp);
  }

  /** Known only after the sender's first reports (up to 2.5 s). */
  async #learnClock(): Promise<void> {
    const now = performance.now();
    if (now - this.#clockAskedMs < 500) return;
    this.#clockAskedMs = now;
    try {
      const info = await this.#options.signalling.info();
      this.#hear(info);
      if (info.clock) this.#clock = info.clock;
    } catch {
      // Without an answer the picture still plays; the next frame asks again.
    }
  }

  /** A picture that stops for a while is still its sender's. */
  #hear({ from }: ProgramInfo): void {
    if (!from || from === this.#source) return;
    this.#source = from;
    this.#options.onSource?.(from);
  }

  #show(path: ProgramPathName): void {
    if (this.#shown === path) return;
    this.#shown = path;
    this.#options.onPath(path);
  }
}

/**
 * When to look again for a host who has no picture. Hundreds of phones wait in one show: soon at first, for a media worker is replaced within 3 s, then
 * seldom, and not all at once.
 * @param chance from 0 to 1
 */
export function nextTryMs(triesInVain: number, chance: number): number {
  return triesInVain <= HICCUP_TRIES ? RETRY_MS : AWAY_RETRY_MS * (0.75 + chance / 2);
}

/** Where the ladder goes after a failure. */
function nextAfter(tried: 'webrtc' | 'hls', error: unknown): 'webrtc' | 'hls' {
  if (tried === 'hls') return 'webrtc';
  // No picture for anybody yet: HLS has none either.
  if (error instanceof SignallingRefused && error.code === 'LIVE_NO_PICTURE') return 'webrtc';
  return 'hls';
}
