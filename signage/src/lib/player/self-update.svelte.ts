import type { PlayerHealth } from '#server/contract/screens.ts';
import { playerRelease } from './release.ts';

export interface SelfUpdateParts {
  slot: string;
  /** The studio should hear of it. */
  report(id: string, why: string): void;
  /** Leaves the page between two slides; the next one is the newer build's. */
  leave(): void;
}

/** What the rehearsing page says to the one that plays. */
export interface Proved {
  gangbo: 'proved';
  release: string;
}

/** So many slides must have been painted. */
export const provingSlides = 3;
const rehearsalMs = 120_000;
const probationMs = 90_000;
/** A thousand boxes that hear of a new build at once fetch it over two minutes. */
const spreadMs = 120_000;
const askAgainMs = 10 * 60_000;

/**
 * 自更新: the newer build is fetched beside this one and rehearsed out of sight, under the slides that go on, with this wall's own manifest. Only when it
 * has painted its slides it is taken, between two of them; what fails in rehearsal never sees the glass. On the glass it is on probation: until it has
 * presented its slides there, the worker keeps what it replaced, and goes back to it.
 */
export class SelfUpdate {
  state: NonNullable<PlayerHealth['updateState']> = 'current';
  readonly #parts: SelfUpdateParts;
  #registration: ServiceWorkerRegistration | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #probation: ReturnType<typeof setTimeout> | undefined;
  #presented = 0;
  #isRehearsing = false;

  constructor(parts: SelfUpdateParts) {
    this.#parts = parts;
    const trial = localStorage.getItem(this.#key('trial'));
    if (trial === null) return;
    if (trial === playerRelease) {
      this.state = 'probation';
      this.#probation = setTimeout(() => void this.#giveUp(), probationMs);
    } else {
      // The worker has gone back to what it had kept.
      this.#refuse(trial, 'ROLLED_BACK');
    }
  }

  follow(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    const look = () => void this.#rehearse();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
    look();
  }

  /** The server says which build it has. */
  heard(release: string): void {
    if (release === playerRelease || this.#asking !== undefined || this.#isBad(release) || this.#registration === undefined) return;
    this.#asking = setTimeout(() => {
      this.#registration?.update().catch(() => undefined); // no line: heard of again with the next tick
      setTimeout(() => {
        this.#asking = undefined;
      }, askAgainMs);
    }, Math.random() * spreadMs);
  }

  presented(): void {
    this.#presented += 1;
    if (this.state !== 'probation' || this.#presented < provingSlides) return;
    clearTimeout(this.#probation);
    localStorage.removeItem(this.#key('trial'));
    this.state = 'current';
    navigator.serviceWorker.controller?.postMessage('proved');
  }

  stop(): void {
    clearTimeout(this.#asking);
    clearTimeout(this.#probation);
  }

  async #rehearse(): Promise<void> {
    const waiting = this.#registration?.waiting;
    // The first worker of all waits too, for a moment; there is nothing that it would replace.
    if (!waiting || !this.#registration?.active || this.#isRehearsing || this.state === 'probation') return;
    this.#isRehearsing = true;
    const { release } = await ask<{ release: string }>(waiting, 'which');
    if (!this.#isBad(release)) {
      this.state = 'installing';
      if (await this.#plays(release)) this.#take(waiting, release);
      else this.#refuse(release, 'UPDATE_REFUSED');
    }
    this.#isRehearsing = false;
  }

  /** In a frame under the slides: laid out and painted like any page, and covered by the glass. */
  #plays(release: string): Promise<boolean> {
    return new Promise((resolve) => {
      const frame = document.createElement('iframe');
      const as = this.#parts.slot === 'default' ? '' : `&as=${encodeURIComponent(this.#parts.slot)}`;
      frame.src = `/screen/?rehearse=${release}${as}`;
      frame.setAttribute('aria-hidden', 'true');
      frame.tabIndex = -1;
      frame.style.cssText = 'position:fixed;top:0;left:0;width:100%;height:100%;border:0;z-index:-1';
      const end = (plays: boolean) => {
        clearTimeout(timer);
        window.removeEventListener('message', hear);
        frame.remove();
        resolve(plays);
      };
      const hear = ({ data, source, origin }: MessageEvent<Partial<Proved> | undefined>) => {
        if (source !== frame.contentWindow || origin !== location.origin || data?.gangbo !== 'proved') return;
        end(data.release === release);
      };
      const timer = setTimeout(() => end(false), rehearsalMs);
      window.addEventListener('message', hear);
      document.body.append(frame);
    });
  }

  #take(waiting: ServiceWorker, release: string): void {
    localStorage.setItem(this.#key('trial'), release);
    navigator.serviceWorker.addEventListener('controllerchange', () => this.#parts.leave(), { once: true });
    waiting.postMessage('take');
  }

  async #giveUp(): Promise<void> {
    const { controller } = navigator.serviceWorker;
    if (controller) await ask(controller, 'roll-back');
    this.#parts.leave();
  }

  #refuse(release: string, why: string): void {
    localStorage.removeItem(this.#key('trial'));
    localStorage.setItem(this.#key('bad'), release);
    this.state = 'rolled-back';
    this.#parts.report(`release ${release}`, why);
  }

  #isBad(release: string): boolean {
    return localStorage.getItem(this.#key('bad')) === release;
  }

  #key(what: string): string {
    return `gangbo-player-${what}-${this.#parts.slot}`;
  }
}

function ask<T>(asked: ServiceWorker, what: string): Promise<T> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
    asked.postMessage(what, [port2]);
  });
}
