import { type ScreenEvent, screenEvent } from '#server/contract/screens.ts';
import type { Wire } from './screen-api.ts';

export interface FeedParts {
  url: string;
  wire: Wire;
  heard(event: ScreenEvent): void;
  /** Connected, again or for the first time: what was missed meanwhile has to be fetched. */
  opened(): void;
  /** Looks for a newer manifest without being told; also renews a session that ran out. */
  poll(): Promise<void>;
}

/** Silence for longer than two ticks (20 s) and a bit is a dead connection that TCP has not noticed. */
const silenceMs = 50_000;
const pollConnectedMs = 60_000;
const pollAloneMs = 10_000;
const backSoonMs = 1_000;

const types = ['manifest', 'posting', 'takeover', 'pitch', 'command', 'revoked', 'cloned', 'tick'] as const;

/** Up to half more: a thousand screens that lost their server come back over seconds, not in one. */
const jittered = (ms: number) => ms * (1 + Math.random() / 2);

/** 推送: server-sent events, with polling behind them. */
export class Feed {
  readonly #parts: FeedParts;
  #source: EventSource | undefined;
  #lastHeardMs = 0;
  #reopen: number | undefined;
  #poll: number | undefined;
  #watch: number | undefined;
  #failures = 0;
  #resting = false;
  #stopped = false;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#open();
    this.#planPoll();
    window.addEventListener('online', this.#networkIsBack);
    window.addEventListener('offline', this.#doubted);
    this.#watch = window.setInterval(() => {
      if (this.connected && performance.now() - this.#lastHeardMs > silenceMs) this.#lost();
      if (this.connected && parts.wire.cut) this.#lost();
    }, 1_000);
  }

  /** The device itself has just got its network back: known sooner than by waiting, and by all walls behind one router at once. */
  readonly #networkIsBack = () => {
    if (this.connected || this.#stopped || this.#resting) return;
    this.#source?.close();
    this.#failures = 0;
    this.#reopenIn(jittered(backSoonMs));
  };

  readonly #doubted = () => this.doubt();

  /** Something else got no answer: the stream may be open and dead for minutes, and a wall that takes it for alive would say that its places are of now. */
  doubt(): void {
    if (this.connected) this.#lost();
  }

  get connected(): boolean {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** Lets go of the stream; asking goes on. For a wall that is only looked at (the demo's frame), never for one that hangs. */
  rest(): void {
    this.#resting = true;
    window.clearTimeout(this.#reopen);
    this.#source?.close();
    this.#source = undefined;
  }

  wake(): void {
    if (!this.#resting) return;
    this.#resting = false;
    this.#failures = 0;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#networkIsBack);
    window.removeEventListener('offline', this.#doubted);
    this.#source?.close();
    window.clearTimeout(this.#reopen);
    window.clearTimeout(this.#poll);
    window.clearInterval(this.#watch);
  }

  #open(): void {
    if (this.#stopped || this.#resting) return;
    if (this.#parts.wire.cut) {
      this.#lost();
      return;
    }
    this.#source?.close();
    const source = new EventSource(this.#parts.url);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#lastHeardMs = performance.now();
      this.#parts.opened();
    };
    // The browser's own reconnecting gives up on a 401 and knows no jitter: ours does both.
    source.onerror = () => this.#lost();
    for (const type of types) source.addEventListener(type, (message) => this.#hear((message as MessageEvent<string>).data, type));
  }

  #hear(data: string, type: string): void {
    this.#lastHeardMs = performance.now();
    const parsed = screenEvent.safeParse({ ...JSON.parse(data), type });
    // An event of a newer server than this page: the page will be reloaded by a command; until then it is skipped.
    if (parsed.success) this.#parts.heard(parsed.data);
  }

  #lost(): void {
    this.#source?.close();
    this.#source = undefined;
    if (this.#stopped || this.#resting) return;
    this.#failures += 1;
    this.#reopenIn(jittered(Math.min(500 * 2 ** Math.min(this.#failures, 5), 10_000)));
  }

  #reopenIn(ms: number): void {
    window.clearTimeout(this.#reopen);
    this.#reopen = window.setTimeout(async () => {
      // A poll first: it renews the session that the stream needs, and says whether anybody is there.
      await this.#parts.poll();
      this.#open();
    }, ms);
  }

  #planPoll(): void {
    this.#poll = window.setTimeout(
      async () => {
        if (this.#stopped) return;
        await this.#parts.poll();
        this.#planPoll();
      },
      jittered(this.connected ? pollConnectedMs : pollAloneMs),
    );
  }
}
