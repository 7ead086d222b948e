import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import type { Stood } from './screen-api.ts';

type Command = Extract<ScreenEvent, { type: 'command' }>;

interface Presented {
  version: number;
  hash: string;
  slideId: string;
  presentedAt: string;
  echoes: string[];
  stood: Stood[];
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
    if (onGlass) this.#report(onGlass);
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
    setTimeout(() => {
      const shown = onGlass();
      if (shown && this.#echoes.length > 0) this.#report(shown);
    }, Math.random() * spreadMs);
  }

  /** 已上屏: said once a version, and whenever an echo waits. */
  presented(onGlass: OnGlass): void {
    // By its hash: another screen's manifest, after this device was paired anew, may have the same number.
    if (onGlass.manifest.hash === this.#reportedHash && this.#echoes.length === 0) return;
    this.#reportedHash = onGlass.manifest.hash;
    this.#report(onGlass);
  }

  #report({ slide, manifest: { version, hash }, upAtMs }: OnGlass): void {
    const echoes = this.#echoes.splice(0, mostEchoes);
    const waiting = this.#stood.splice(0, mostEchoes);
    const stood = waiting.map(({ id, mono }) => ({ id, agoMs: Math.round(performance.now() - mono) }));
    const presentedAt = new Date(upAtMs).toISOString();
    void this.#parts.report({ version, hash, slideId: slide.id, presentedAt, echoes, stood }).then((sent) => {
      if (sent) return;
      this.#echoes.unshift(...echoes);
      this.#stood.unshift(...waiting);
    });
  }
}
