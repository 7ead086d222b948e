import { LastHeard } from './last-heard.ts';
import type { TimeHeard } from './screen-api.ts';
import type { Slot } from './store.ts';
import { TimeKeeper } from './time-keeper.ts';

export interface ServerTimeParts {
  /** How the line is: whoever is connected speaks of now. */
  line(): { connected: boolean; cut: boolean };
  /** The first word of a server since this start has shown how far the clock had been off, ms. */
  clockWasOff(ms: number): void;
}

/** What time it is by the server, when it was last heard, and as of when the glass therefore speaks (截至). */
export class ServerTime {
  /** `undefined` while what the glass says is of now. */
  asOfMs = $state<number>();
  readonly #parts: ServerTimeParts;
  #keeper = new TimeKeeper(undefined);
  #lastHeard = new LastHeard(undefined);

  constructor(parts: ServerTimeParts) {
    this.#parts = parts;
  }

  recall({ clock, heardServerAtMs }: Pick<Slot, 'clock' | 'heardServerAtMs'>): void {
    this.#keeper = new TimeKeeper(clock);
    this.#lastHeard = new LastHeard(heardServerAtMs);
  }

  now(): number {
    return this.#keeper.now();
  }

  /** When the server was last heard, in its own time. */
  get heardAtMs(): number {
    return this.#lastHeard.atMs;
  }

  get clockErrorMs(): number | null {
    return this.#keeper.clockErrorMs;
  }

  hearAnswer({ serverTime, askedMono, heardMono }: TimeHeard): void {
    if (serverTime !== '') this.hear(serverTime, askedMono, heardMono);
  }

  hear(serverTime: string, askedMono?: number, heardMono?: number): void {
    const offByMs = this.#keeper.hearServer(serverTime, askedMono, heardMono);
    if (offByMs !== undefined) this.#parts.clockWasOff(offByMs);
    this.#lastHeard.hear(Date.parse(serverTime));
    this.age();
  }

  /** Something came of the server's that bears no time. Before one has come that does, this device's own clock may be years ahead, and is not taken for it. */
  hearNow(): void {
    if (this.#keeper.clockErrorMs !== null) this.#lastHeard.hear(this.now());
  }

  /** Whoever holds a manifest has heard the server when it was issued, also where nothing else was kept. */
  hearIssued(issuedAt: string): void {
    this.#lastHeard.hear(Date.parse(issuedAt));
  }

  /** Counts go, and come back, in the middle of a slide: the line that comes back is seen at once. */
  age(): void {
    this.asOfMs = this.#lastHeard.asOf({ nowMs: this.now(), ...this.#parts.line() });
  }

  keep(slot: Slot): void {
    const heardServerAtMs = this.#lastHeard.toKeep;
    slot.clock = this.#keeper.save();
    if (heardServerAtMs !== undefined) slot.heardServerAtMs = heardServerAtMs;
  }
}
