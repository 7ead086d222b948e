import type { KeyObject } from 'node:crypto';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { nowMs } from '../lib/messages.ts';
import { type Answer, ScreenLine } from '../lib/screen-line.ts';

/** Questions of all the players of this process share these sockets, as behind a NAT; each player's stream has one of its own. */
let questions = new Agent({ keepAlive: true, maxSockets: 256 });

/** Cut off with everything else. */
export function cutQuestions(): void {
  questions.destroy();
  questions = new Agent({ keepAlive: true, maxSockets: 256 });
}

/** What a player of ours waits for an answer (signage/src/lib/player/screen-api.ts), and for a stream's next sign of life (feed.ts). */
const answerWithinMs = 10_000;
const silenceMs = 50_000;
/** Behind the stream stands asking: what a failed answer left out is found so. */
const pollConnectedMs = 60_000;
const pollAloneMs = 10_000;
const jittered = (ms: number) => ms * (1 + Math.random() / 2);

/** Loopback as a whole is this machine's: each address has ports of its own, more than a run uses up. */
const sourceAddresses = 8;

export interface Heard {
  /** A manifest was announced. */
  told(player: EventPlayer, hash: string, atMs: number): void;
  /** It was fetched. */
  fetched(player: EventPlayer, hash: string, text: string, atMs: number): void;
  connected(player: EventPlayer, atMs: number): void;
  /** A beat was taken, after ms. */
  beaten(tookMs: number): void;
  /** A connection ended, or an answer was none; why. */
  failed(why: string): void;
}

/**
 * A player without a glass that follows the rules of `Feed` in signage/src/lib/player/feed.ts: fetch what is announced, fetch at each opening, and after
 * a cut wait with jitter, ask, open again. It checks no seal: ten thousand walls bring ten thousand processors of their own.
 */
export class EventPlayer {
  readonly screenId: string;
  readonly #given: { base: string; key: KeyObject; index: number; heard: Heard };
  readonly #line: ScreenLine;
  #stream: ClientRequest | undefined;
  #open = false;
  #lastHeardMs = 0;
  #failures = 0;
  #polling = false;
  #heldHash: string | undefined;
  #heldVersion: number | null = null;
  #fetching = false;
  #again = false;

  constructor(screenId: string, given: { base: string; key: KeyObject; index: number; heard: Heard }) {
    this.screenId = screenId;
    this.#given = given;
    this.#line = new ScreenLine({ ...given, screenId, agent: () => questions, withinMs: answerWithinMs });
  }

  get connected(): boolean {
    return this.#open;
  }

  get heldHash(): string | undefined {
    return this.#heldHash;
  }

  /** Proves its key, fetches what it is to show, and says that it lives, as at a device's start. */
  async enrol(): Promise<void> {
    await this.#prove();
    await this.fetch();
    if (this.#heldHash !== undefined) await this.beat();
  }

  async #prove(): Promise<void> {
    try {
      await this.#line.openSession();
    } catch (error) {
      this.#given.heard.failed(`session ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Opens the stream; where that fails, again and again. `heard.connected` says when it is there. */
  open(): void {
    const { base, index } = this.#given;
    const url = new URL(`/api/screen/events?screen=${this.screenId}`, base);
    const localAddress = `127.0.1.${1 + (index % sourceAddresses)}`;
    const asking = request(url, { agent: false, localAddress, headers: { cookie: this.#line.cookie } }, (stream) => {
      if (stream.statusCode !== 200) {
        stream.resume();
        this.#lost(asking, `stream ${stream.statusCode}`);
        return;
      }
      this.#opened(asking, stream);
    });
    asking.on('error', (error: NodeJS.ErrnoException) => this.#lost(asking, `stream ${error.code ?? error.message}`));
    asking.end();
    this.#stream = asking;
    if (!this.#polling) this.#planPoll();
    this.#polling = true;
  }

  #planPoll(): void {
    setTimeout(() => void this.fetch().then(() => this.#planPoll()), jittered(this.#open ? pollConnectedMs : pollAloneMs));
  }

  /** The line is gone, without a word to the other side's program. */
  cut(): void {
    this.#lost(this.#stream, undefined);
  }

  /** A connection that TCP has not noticed to be dead. */
  watch(): void {
    if (this.#open && nowMs() - this.#lastHeardMs > silenceMs) this.#lost(this.#stream, 'silence');
  }

  async fetch(): Promise<void> {
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    const held: Record<string, string> = this.#heldHash === undefined ? {} : { 'if-none-match': `"${this.#heldHash}"` };
    try {
      const answer = await this.#line.ask('GET', 'manifest', { headers: held });
      if (answer.status === 200) this.#take(answer);
      else if (answer.status !== 304) this.#given.heard.failed(`manifest ${answer.status}`);
      if (answer.status === 401) await this.#prove();
    } catch (error) {
      this.#given.heard.failed(`question ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#fetching = false;
    if (!this.#again) return;
    this.#again = false;
    await this.fetch();
  }

  #take({ headers, text }: Answer): void {
    const hash = (headers.etag ?? '').replaceAll('"', '');
    this.#heldHash = hash;
    // Its last members but the seal (services/boards/sign-manifest.ts): nothing is parsed ten thousand times for one number.
    const version = /"version":(\d+),"hash":"[\da-f]+","signature":"[\w-]+"\}$/.exec(text.slice(-300))?.[1];
    this.#heldVersion = version === undefined ? null : Number(version);
    this.#given.heard.fetched(this, hash, text, nowMs());
  }

  #opened(asking: ClientRequest, stream: IncomingMessage): void {
    this.#open = true;
    this.#failures = 0;
    this.#lastHeardMs = nowMs();
    this.#given.heard.connected(this, this.#lastHeardMs);
    stream.setEncoding('utf8');
    let rest = '';
    stream.on('data', (chunk: string) => {
      this.#lastHeardMs = nowMs();
      rest += chunk;
      for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
        this.#hear(rest.slice(0, end));
        rest = rest.slice(end + 2);
      }
    });
    stream.on('close', () => this.#lost(asking, 'stream ended'));
    stream.on('error', () => {}); // `close` follows
    void this.fetch();
  }

  #hear(block: string): void {
    if (!block.startsWith('event: manifest\n')) return;
    const { hash } = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as { hash: string };
    this.#given.heard.told(this, hash, nowMs());
    if (hash !== this.#heldHash) void this.fetch();
  }

  #lost(asking: ClientRequest | undefined, why: string | undefined): void {
    // Said by one that was given up already.
    if (asking === undefined || asking !== this.#stream) return;
    this.#stream = undefined;
    this.#open = false;
    asking.destroy();
    if (why !== undefined) this.#given.heard.failed(why);
    this.#failures += 1;
    const wait = jittered(Math.min(500 * 2 ** Math.min(this.#failures, 5), 10_000));
    setTimeout(() => void this.fetch().then(() => this.open()), wait);
  }

  /** What a player says of itself every five seconds, at its usual length. */
  async beat(): Promise<void> {
    const startedMs = nowMs();
    try {
      const { status } = await this.#line.ask('POST', 'health', { body: this.#health() });
      if (status === 204) this.#given.heard.beaten(nowMs() - startedMs);
      else this.#given.heard.failed(`beat ${status}`);
    } catch (error) {
      this.#given.heard.failed(`beat ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #health() {
    return {
      appVersion: 'bench',
      userAgent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.141 Safari/537.36',
      viewport: { width: 1920, height: 1080, pixelRatio: 1 },
      heldVersion: this.#heldVersion,
      heldHash: this.#heldHash ?? null,
      uptimeMs: Math.round(performance.now()),
      heapBytes: 42_000_000,
      setAside: [],
      rescues: 0,
      slideId: 'jobs-1',
      frames: { painted: 300, overMs: 5_000 },
      pixels: { mean: 0.3, spread: 0.2, hash: 'b'.repeat(16) },
      storage: { usedBytes: 60_000_000, quotaBytes: 6_000_000_000, persisted: true },
      clockErrorMs: 4,
      updateState: 'current',
    };
  }
}
