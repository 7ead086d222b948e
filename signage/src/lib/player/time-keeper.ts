import { bootClock, firstContact, type PlayerClock, readClock, type SavedClock, setClock } from '#server/domain/screen/clock.ts';

/** The player's time: see domain/screen/clock.ts for why the device's own is not believed. */
export class TimeKeeper {
  #clock: PlayerClock;
  #saved: SavedClock | undefined;
  #hasContact = false;
  #serverMs: number;

  constructor(saved: SavedClock | undefined) {
    this.#saved = saved;
    this.#serverMs = saved?.serverMs ?? 0;
    this.#clock = bootClock(saved, Date.now(), performance.now());
  }

  now(): number {
    return readClock(this.#clock, performance.now());
  }

  /** @returns at the first contact of this start, how far the clock had been off, ms: what was counted until then was told that much wrong */
  hearServer(serverTime: string): number | undefined {
    const serverMs = Date.parse(serverTime);
    if (Number.isNaN(serverMs)) return undefined;
    const mono = performance.now();
    const offBy = this.#hasContact ? undefined : serverMs - this.now();
    this.#clock = this.#hasContact ? setClock(this.#clock, serverMs, mono) : firstContact(this.#saved, serverMs, mono);
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
