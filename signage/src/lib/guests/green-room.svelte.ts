import type { GuestSelf, LinkSeen } from '../../../../server/contract/guests.ts';
import { jsonClient, SignallingRefused } from '../program/signalling.ts';
import { GuestDevices } from './guest-devices.svelte.ts';
import { type ComingTrack, type LineState, RoomLine } from './room-line.ts';
import { roomSignalling } from './room-signalling.ts';

export type GreenRoomStep = 'loading' | 'consent' | 'check' | 'inside' | 'over';

const RETRY_EVENTS_MS = 2_000;
/** A hint that was lost with the line is made up for. */
const LOOK_EVERY_MS = 10_000;

/** One guest's way through the page: link, consent, devices, green room, stage. */
export class GreenRoom {
  step = $state<GreenRoomStep>('loading');
  link = $state.raw<LinkSeen>();
  me = $state.raw<GuestSelf>();
  line = $state<LineState>('stopped');
  /** Why it is over, or can't begin, in words that say what to do. */
  problem = $state('');
  busy = $state(false);
  voices = $state.raw<readonly ComingTrack[]>([]);
  readonly devices = new GuestDevices();
  readonly #token: string;
  readonly #unsaid: string;
  readonly #links = jsonClient('/api/guests/links');
  readonly #mine = jsonClient('/api/guests/me');
  readonly #room: RoomLine;
  #events: EventSource | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param unsaid what stands where the server gave no words */
  constructor(token: string, unsaid: string) {
    this.#token = token;
    this.#unsaid = unsaid;
    this.#room = new RoomLine(roomSignalling('/api/guests/me/room'), {
      state: (state) => {
        this.line = state;
      },
      coming: (tracks) => {
        this.voices = tracks.filter(({ kind }) => kind === 'audio');
      },
      refused: (_code, words) => this.#end(words),
    });
  }

  /** Looks at the link. Returns what ends the page's part. */
  start(): () => void {
    void this.#see();
    // A tab that is closed says so: the host's picture must not wait for a time-out.
    const bye = () => this.#room.stop();
    addEventListener('pagehide', bye);
    return () => {
      removeEventListener('pagehide', bye);
      this.#hangUp();
    };
  }

  async agree(name: string | undefined): Promise<void> {
    const { link } = this;
    if (!link) return;
    await this.#trying(async () => {
      await this.#links.post(`/${this.#token}/enter`, { consent: link.consentVersion, ...(name ? { name } : {}) });
      this.step = 'check';
    });
  }

  /** From a click, in the check. */
  async openDevices(): Promise<void> {
    this.busy = true;
    await this.devices.open(this.link?.wants ?? 'video');
    this.busy = false;
  }

  async goIn(): Promise<void> {
    await this.#trying(async () => {
      this.me = await this.#mine.get<GuestSelf>('');
      this.step = 'inside';
      this.#listen();
      this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
      this.#room.start();
    });
  }

  /** Sends what the devices give now. Call it in an `$effect`. */
  follow(): void {
    const { camera, microphone } = this.devices;
    if (this.step !== 'inside') return;
    this.#room.send('audio', microphone);
    this.#room.send('video', camera);
  }

  async say(text: string): Promise<void> {
    await this.#trying(() => this.#mine.post('/lines', { text }));
  }

  async leave(): Promise<void> {
    await this.#trying(async () => {
      await this.#mine.post('/leave');
      this.#end('');
    });
  }

  async #see(): Promise<void> {
    try {
      this.link = await this.#links.get<LinkSeen>(`/${this.#token}`);
      this.step = this.link.entered ? 'check' : 'consent';
    } catch (error) {
      this.#end(this.#wordsOf(error));
    }
  }

  async #look(): Promise<void> {
    this.#room.look();
    try {
      this.me = await this.#mine.get<GuestSelf>('');
    } catch (error) {
      // Without an answer the line's own state says what is wrong.
      if (error instanceof SignallingRefused && error.status === 410) this.#end(error.message);
    }
  }

  #listen(): void {
    const events = new EventSource('/api/guests/me/events');
    this.#events = events;
    events.onopen = () => void this.#look();
    events.addEventListener('guests', () => void this.#look());
    events.onerror = () => {
      // EventSource gives up for good on an HTTP error, as a restarting server answers.
      if (events.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (this.#events === events && this.step === 'inside') this.#listen();
      }, RETRY_EVENTS_MS);
    };
  }

  #end(words: string): void {
    this.problem = words;
    this.step = 'over';
    this.#hangUp();
  }

  #hangUp(): void {
    this.#events?.close();
    this.#events = undefined;
    clearInterval(this.#timer);
    this.#room.stop();
    this.devices.close();
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await act();
    } catch (error) {
      const isOver = error instanceof SignallingRefused && error.status === 410;
      if (isOver) this.#end(error.message);
      else this.problem = this.#wordsOf(error);
    } finally {
      this.busy = false;
    }
  }

  #wordsOf(error: unknown): string {
    return (error instanceof SignallingRefused && error.message) || this.#unsaid;
  }
}
