import { bootClock, firstContact, type PlayerClock, readClock, type SavedClock, setClock } from '#server/domain/screen/clock.ts';
import { bestReading, type TimeSample, withSample } from '#server/domain/screen/discipline.ts';

/** The player's time: see domain/screen/clock.ts for why the device's own is not believed, and discipline.ts for how the server's is read. */
export class TimeKeeper {
  #clock: PlayerClock;
  #saved: SavedClock | undefined;
  #hasContact = false;
  #serverMs: number;
  #samples: TimeSample[] = [];

  constructor(saved: SavedClock | undefined) {
    this.#saved = saved;
    this.#serverMs = saved?.serverMs ?? 0;
    this.#clock = bootClock(saved, Date.now(), performance.now());
  }

  now(): number {
    return readClock(this.#clock, performance.now());
  }

  /** The device's own clock less the server's, ms; `null` before the server was heard. */
  get clockErrorMs(): number | null {
    return this.#hasContact ? Math.round(Date.now() - this.now()) : null;
  }

  /**
   * @param askedMono when it was asked for; an event comes unasked
   * @returns at the first contact of this start, how far the clock had been off, ms: what was counted until then was told that much wrong
   */
  hearServer(serverTime: string, askedMono?: number, heardMono = performance.now()): number | undefined {
    const serverMs = Date.parse(serverTime);
    if (Number.isNaN(serverMs)) return undefined;
    this.#samples = withSample(this.#samples, { serverMs, askedMono, heardMono });
    const mono = performance.now();
    const best = bestReading(this.#samples, mono);
    if (best === undefined) return undefined;
    const nowMs = mono + best.offsetMs;
    const offBy = this.#hasContact ? undefined : nowMs - this.now();
    this.#clock = this.#hasContact ? setClock(this.#clock, nowMs, mono) : firstContact(this.#saved, nowMs, mono);
    this.#hasContact = true;
    this.#serverMs = Math.max(this.#serverMs, serverMs);
    return offBy;
  }

  /** To be kept for a cold boot. */
  save(): SavedClock {
    this.#saved = { serverMs: this.#serverMs, toldMs: this.now(), wallMs: Date.now() };
    return this.#saved;
  }
}
