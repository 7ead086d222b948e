import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import type { Stood } from './screen-api.ts';

type Command = Extract<ScreenEvent, { type: 'command' }>;

/** What was done of what the studio ordered. */
export interface CarriedOut {
  echoes: string[];
  stood: Stood[];
}

interface Presented extends CarriedOut {
  version: number;
  hash: string;
  slideId: string;
  presentedAt: string;
}

/** What stands on the glass, and since when. */
export interface OnGlass {
  slide: Slide;
  manifest: SignedManifest;
  upAtMs: number;
}

export interface OrdersParts {
  /** @returns whether the report has arrived */
  report(presented: Presented): Promise<boolean>;
  /** The same with a beat, from a glass on which no manifest stands. @returns whether it has arrived */
  beat(carriedOut: CarriedOut): Promise<boolean>;
  refresh(): void;
  /** Begins the page anew, not under somebody's hands. */
  reload(): void;
  /** A picture of what the page has drawn. */
  screenshot(commandId: string): void;
  /** 0 to 100. */
  volume(percent: number): void;
}

const identifyMs = 15_000;
const spreadMs = 2_000;
/** What one report may carry. */
const mostEchoes = 50;

/** What the studio orders, and the proof that it was done: the echo of a command goes with the next report of what is on the glass. */
export class Orders {
  /** The glass says its name in large letters. */
  identifying = $state(false);
  readonly #parts: OrdersParts;
  #echoes: string[] = [];
  /** When takeovers came to stand, by the clock that only counts. */
  #stood: { id: string; mono: number }[] = [];
  #reportedHash: string | undefined;
  #echoed: string | undefined;

  constructor(parts: OrdersParts) {
    this.#parts = parts;
  }

  obey({ id, command, volume }: Command, onGlass: OnGlass | undefined): void {
    this.#echoes.push(id);
    this.#say(onGlass);
    if (command === 'refresh') this.#parts.refresh();
    if (command === 'screenshot') this.#parts.screenshot(id);
    if (command === 'volume' && volume !== undefined) this.#parts.volume(volume);
    if (command === 'reload') setTimeout(() => this.#parts.reload(), 500 + Math.random() * 2_000);
    if (command === 'identify') {
      this.identifying = true;
      setTimeout(() => {
        this.identifying = false;
      }, identifyMs);
    }
  }

  /** A takeover stands on the glass: said once, and a little apart from a thousand others that it was raised for. */
  echo(id: string, onGlass: () => OnGlass | undefined): void {
    if (this.#echoed === id) return;
    this.#echoed = id;
    this.#echoes.push(id);
    this.#stood.push({ id, mono: performance.now() });
    setTimeout(() => this.sayWhatWaits(onGlass()), Math.random() * spreadMs);
  }

  /** Echoes that have not arrived yet. */
  sayWhatWaits(onGlass: OnGlass | undefined): void {
    if (this.#echoes.length > 0) this.#say(onGlass);
  }

  /** 已上屏: said once a version, and whenever an echo waits. */
  presented(onGlass: OnGlass): void {
    // By its hash: another screen's manifest, after this device was paired anew, may have the same number.
    if (onGlass.manifest.hash === this.#reportedHash && this.#echoes.length === 0) return;
    this.#reportedHash = onGlass.manifest.hash;
    this.#report(onGlass);
  }

  #say(onGlass: OnGlass | undefined): void {
    if (onGlass) this.#report(onGlass);
    else void this.#tell((carriedOut) => this.#parts.beat(carriedOut));
  }

  #report({ slide, manifest: { version, hash }, upAtMs }: OnGlass): void {
    const presentedAt = new Date(upAtMs).toISOString();
    void this.#tell((carriedOut) => this.#parts.report({ version, hash, slideId: slide.id, presentedAt, ...carriedOut }));
  }

  async #tell(send: (carriedOut: CarriedOut) => Promise<boolean>): Promise<void> {
    const echoes = this.#echoes.splice(0, mostEchoes);
    const waiting = this.#stood.splice(0, mostEchoes);
    const stood = waiting.map(({ id, mono }) => ({ id, agoMs: Math.round(performance.now() - mono) }));
    if (await send({ echoes, stood })) return;
    this.#echoes.unshift(...echoes);
    this.#stood.unshift(...waiting);
  }
}
