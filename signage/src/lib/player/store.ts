import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TrustedKeys } from '#server/domain/board/seal.ts';
import type { Heard } from '#server/domain/board/survive.ts';
import type { SavedClock } from '#server/domain/screen/clock.ts';

/** One screen on this device. A box usually is one; a double screen or the demo's page is several. */
export interface Slot {
  slot: string;
  /** ECDSA P-256; the private half can't be exported. */
  keys: CryptoKeyPair;
  screenId?: string;
  /** Pinned when the device was paired. */
  trusted?: TrustedKeys;
  /** The demo alone: what lets this browser's key be the screen's beside others. */
  adoption?: string;
  /** The signed manifest as received. */
  manifest?: string;
  clock?: SavedClock;
  /** When the server was last heard, in its own time. */
  heardServerAtMs?: number;
  heard?: [string, Heard][];
}

interface PlayerDb extends DBSchema {
  slots: { key: string; value: Slot };
}

export class PlayerStore {
  readonly #db: IDBPDatabase<PlayerDb>;

  private constructor(db: IDBPDatabase<PlayerDb>) {
    this.#db = db;
  }

  static async open(): Promise<PlayerStore> {
    const db = await openDB<PlayerDb>('gangbo-player', 1, {
      upgrade(made) {
        made.createObjectStore('slots', { keyPath: 'slot' });
      },
    });
    // Asked for once: a browser short of space clears what is not marked as persistent, and with it the key.
    await navigator.storage?.persist?.();
    return new PlayerStore(db);
  }

  slot(name: string): Promise<Slot | undefined> {
    return this.#db.get('slots', name);
  }

  /** Reads, changes and writes in one transaction, so that two writers don't undo each other. */
  async change(name: string, change: (slot: Slot) => void): Promise<void> {
    const tx = this.#db.transaction('slots', 'readwrite');
    const slot = await tx.store.get(name);
    if (slot !== undefined) {
      change(slot);
      await tx.store.put(slot);
    }
    await tx.done;
  }

  async put(slot: Slot): Promise<void> {
    await this.#db.put('slots', slot);
  }
}
