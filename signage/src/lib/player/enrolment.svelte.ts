import type { TrustedKeys } from '#server/domain/board/seal.ts';
import { makeDeviceKey } from './device-key.ts';
import { pairDevice } from './pairing.ts';
import type { Wire } from './screen-api.ts';
import type { PlayerStore, Slot } from './store.ts';

export interface Enrolled {
  screenId: string;
  trusted: TrustedKeys;
  /** Only where this browser is one of the demo's walls. */
  adoption?: string;
}

/** Which screen this device is: its key, the code it shows until a clerk has typed it, and what it was given then. Kept over restarts. */
export class Enrolment {
  /** What the pairing view shows. */
  view = $state<{ code?: string; reachable: boolean; revoked: boolean }>({ reachable: true, revoked: false });
  readonly #store: PlayerStore;
  readonly #as: string | undefined;
  readonly #wire: Wire;
  #slot: Slot;

  private constructor(given: { store: PlayerStore; as: string | undefined; wire: Wire; slot: Slot }) {
    this.#store = given.store;
    this.#as = given.as;
    this.#wire = given.wire;
    this.#slot = given.slot;
  }

  static async open(given: { store: PlayerStore; slotName: string; as: string | undefined; wire: Wire }): Promise<Enrolment> {
    const { store, slotName } = given;
    const kept = await store.slot(slotName);
    const slot = kept ?? { slot: slotName, keys: await makeDeviceKey() };
    if (kept === undefined) await store.put(slot);
    return new Enrolment({ ...given, slot });
  }

  /** As it was kept when the device was last switched off; what has changed since stands in the store alone. */
  get kept(): Slot {
    return this.#slot;
  }

  get keys(): CryptoKeyPair {
    return this.#slot.keys;
  }

  get enrolled(): Enrolled | undefined {
    const { screenId, trusted, adoption } = this.#slot;
    if (screenId === undefined || trusted === undefined) return undefined;
    return { screenId, trusted, ...(adoption === undefined ? {} : { adoption }) };
  }

  /** Shows codes until a clerk has typed one. @returns undefined when the page was left */
  async pair({ revoked, stopped }: { revoked: boolean; stopped: () => boolean }): Promise<Enrolled | undefined> {
    this.view = { reachable: true, revoked };
    const paired = await pairDevice({
      keys: this.#slot.keys,
      // Who was sent away does not let himself in again: the glass says so, and somebody decides.
      as: revoked ? undefined : this.#as,
      wire: this.#wire,
      code: (code) => {
        this.view = { code, reachable: true, revoked };
      },
      unreachable: () => {
        this.view = { ...this.view, reachable: false };
      },
      stopped,
    });
    if (paired === undefined) return undefined;
    this.#slot = { slot: this.#slot.slot, keys: this.#slot.keys, ...paired };
    await this.#store.put(this.#slot);
    return paired;
  }

  /** Nothing that the old key was given may stay, and the key itself neither. */
  async forget(): Promise<void> {
    const { slot, keys } = this.#slot;
    // At once: what is on its way for the screen that this was must find nobody.
    this.#slot = { slot, keys };
    this.#slot = { slot, keys: await makeDeviceKey() };
    await this.#store.put(this.#slot);
  }
}
