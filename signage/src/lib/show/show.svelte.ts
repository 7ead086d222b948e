import { whileSeen } from '$kit/while-seen.ts';
import type { ChatNews } from '../../../../server/contract/audience.ts';
import type { CaptionOnWire } from '../../../../server/contract/captions.ts';
import type { EpisodeForPublic, PictureSource, PitchOnWire, ShowEvent } from '../../../../server/contract/live.ts';
import { PictureSound } from '../program/picture-sound.ts';
import { PitchQueue } from '../program/pitch-queue.ts';
import { type ProgramPathName, ProgramPlayer } from '../program/program-player.ts';
import { jsonClient, viewerSignalling } from '../program/signalling.ts';
import { BackgroundSound } from './background-sound.ts';
import { CaptionLine } from './caption-line.ts';

const PRESENCE_EVERY_MS = 10_000;
const RETRY_EVENTS_MS = 2_000;

/** One show on one page: its news, its picture, and the card that waits for the picture. */
export class Show {
  episode = $state.raw<EpisodeForPublic>() as EpisodeForPublic;
  /** The card as it stands now: in step with the picture. */
  pitch = $state.raw<PitchOnWire | null>(null);
  path = $state<ProgramPathName>('none');
  source = $state<PictureSource>('studio');
  /** Chosen by the viewer, and kept whatever becomes of the picture meanwhile. */
  sound = $state(false);
  connected = $state(true);
  viewers = $state(0);
  /** What is being said, in step with the picture; empty: nothing stands. */
  caption = $state('');
  /** Whether this show has captions at all: only then there is something to turn off. */
  hasCaptions = $state(false);
  readonly #captions = new CaptionLine((text) => {
    this.caption = text;
  });
  readonly #steps: PitchQueue<PitchOnWire>;
  readonly #viewerKey = [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join('-');
  #player: ProgramPlayer | undefined;
  #sound: PictureSound | undefined;
  #events: EventSource | undefined;
  #unwatch: (() => void) | undefined;
  #stopSound: (() => void) | undefined;
  #unsay: (() => void) | undefined;
  #timers: number[] = [];
  #hearChat: ((news: ChatNews | undefined) => void) | undefined;
  #hearHands: ((hands: readonly string[] | undefined) => void) | undefined;

  constructor(episode: EpisodeForPublic) {
    this.episode = episode;
    this.pitch = episode.pitch;
    this.viewers = episode.viewers;
    this.#steps = new PitchQueue({
      seq: episode.seq,
      apply: (pitch) => {
        this.pitch = pitch;
      },
    });
  }

  /**
   * Plays on this element and follows the news until the returned function is called.
   * @param first the path to begin with
   */
  start(video: HTMLVideoElement, first: 'webrtc' | 'hls' = 'webrtc'): () => void {
    const base = `/api/live/${this.episode.id}`;
    const sound = new PictureSound({
      video,
      refused: () => {
        this.sound = false;
      },
    });
    this.#sound = sound;
    this.#player = new ProgramPlayer({
      video,
      sound,
      signalling: viewerSignalling(base),
      first,
      onPath: (path) => {
        this.path = path;
      },
      onSource: (source) => {
        this.source = source;
      },
      onFrame: (mediaTimeMs) => this.#shown(mediaTimeMs),
    });
    if (this.episode.state !== 'ended') this.#player.start();
    const background = new BackgroundSound({
      video,
      sound,
      url: `/live-media/${this.episode.id}/audio.m3u8`,
      title: this.episode.title,
      artist: `${this.episode.hostName} · ${this.episode.organiser}`,
    });
    this.#stopSound = background.start();
    this.#listen();
    // Coming back it hears the whole episode first: nothing that was missed stays missed.
    this.#unwatch = whileSeen({ away: () => this.#letGo(), back: () => this.#listen() });
    const { post, tell } = jsonClient(base);
    // What was seen since the last beat would go with the page.
    const lastWord = () => {
      if (this.path !== 'none') tell('/presence', this.#beat());
    };
    addEventListener('pagehide', lastWord);
    this.#unsay = () => removeEventListener('pagehide', lastWord);
    const report = async () => {
      // A locked phone that goes on being heard is somebody who listens.
      if (this.episode.state === 'ended' || (document.hidden && !background.isHeard)) return;
      try {
        const answer = await post<{ viewers: number }>('/presence', this.#beat());
        this.viewers = answer.viewers;
      } catch {
        // Counting is not worth a word to the viewer; the next report comes in ten seconds.
      }
    };
    void report();
    this.#timers = [
      setInterval(() => void report(), PRESENCE_EVERY_MS) as unknown as number,
      // Without pictures nothing else lets a waiting card through.
      setInterval(() => this.#shown(this.#player?.mediaTimeMs), 500) as unknown as number,
    ];
    return () => this.#stop();
  }

  /** Turned on by a press: no browser gives a phone's picture its sound by itself. */
  turnSound(on: boolean): void {
    this.sound = on;
    this.#sound?.turn(on);
  }

  /** Nobody looks at the live picture for a while: it costs nothing meanwhile, and the news goes on. */
  rest(): void {
    this.#player?.stop();
  }

  /** Somebody looks again. */
  wake(): void {
    if (this.episode.state !== 'ended') this.#player?.start();
  }

  /** Tells each piece of the chat's news, and `undefined` whenever something may have been missed: at first, and with every new line. */
  followChat(hear: (news: ChatNews | undefined) => void): () => void {
    this.#hearChat = hear;
    hear(undefined);
    return () => {
      this.#hearChat = undefined;
    };
  }

  /** Tells whose hands the host has taken or put down, and `undefined` whenever that may have been missed. */
  followHands(hear: (hands: readonly string[] | undefined) => void): () => void {
    this.#hearHands = hear;
    hear(undefined);
    return () => {
      this.#hearHands = undefined;
    };
  }

  async report(kind: 'fee' | 'fake' | 'abuse' | 'other'): Promise<boolean> {
    try {
      await jsonClient(`/api/live/${this.episode.id}`).post('/report', { kind });
      return true;
    } catch {
      // The page says so and gives the telephone number.
      return false;
    }
  }

  #stop(): void {
    this.#unwatch?.();
    this.#unsay?.();
    this.#stopSound?.();
    this.#player?.stop();
    this.#letGo();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #beat() {
    const seen = this.#player?.takeSeen();
    return { viewerKey: this.#viewerKey, path: this.path, ...(seen && { seen }) };
  }

  #shown(mediaTimeMs: number | undefined): void {
    const now = performance.now();
    this.#steps.shown(mediaTimeMs, now);
    this.#captions.shown(mediaTimeMs, now);
  }

  #letGo(): void {
    this.#events?.close();
    this.#events = undefined;
  }

  #listen(): void {
    this.#letGo();
    const events = new EventSource(`/api/live/shows/${this.episode.slug}/events?chat=1`);
    this.#events = events;
    events.onopen = () => {
      this.connected = true;
      this.#hearChat?.(undefined);
      this.#hearHands?.(undefined);
    };
    events.addEventListener('hands', (event) => {
      const { hands } = JSON.parse((event as MessageEvent<string>).data) as { hands: string[] };
      this.#hearHands?.(hands);
    });
    events.addEventListener('chat', (event) => this.#hearChat?.(JSON.parse((event as MessageEvent<string>).data) as ChatNews));
    events.onerror = () => {
      this.connected = false;
      // EventSource gives up for good on an HTTP error, as a restarting server answers.
      if (events.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (this.#events === events) this.#listen();
      }, RETRY_EVENTS_MS);
    };
    events.addEventListener('caption', (event) => {
      const { caption } = JSON.parse((event as MessageEvent<string>).data) as { caption: CaptionOnWire };
      this.hasCaptions = true;
      this.#captions.push(caption, this.#player?.mediaTimeMs, performance.now());
    });
    for (const type of ['episode', 'pitch', 'counted']) {
      events.addEventListener(type, (event) => this.#hear(JSON.parse((event as MessageEvent<string>).data) as ShowEvent));
    }
  }

  #hear(event: ShowEvent): void {
    switch (event.type) {
      case 'episode': {
        const before = this.episode.state;
        this.episode = event.episode;
        // News that nothing waits for: state first; the card by its own time.
        const { seq, mediaTimeMs, pitch } = event.episode;
        this.#steps.push({ seq, mediaTimeMs, pitch }, this.#player?.mediaTimeMs, performance.now());
        if (event.episode.state === 'ended') this.#player?.stop();
        else if (before !== event.episode.state) this.#player?.refresh();
        return;
      }
      case 'pitch':
        this.#steps.push(event, this.#player?.mediaTimeMs, performance.now());
        return;
      case 'counted':
        if (this.pitch?.postingId === event.postingId) {
          this.pitch = { ...this.pitch, placesLeft: event.placesLeft, filled: event.filled };
        }
    }
  }
}
