import { type Enrolled, Enrolment } from './enrolment.svelte.ts';
import type { Wire } from './screen-api.ts';
import type { PlayerStore } from './store.ts';

/** `elsewhere`: another device plays as this screen, and this one has stopped. */
export type Phase = 'starting' | 'pairing' | 'board' | 'elsewhere';

export interface IdentityParts {
  store: PlayerStore;
  slotName: string;
  as: string | undefined;
  wire: Wire;
}

/** Who this device is, and what it therefore shows: a code to be paired by, its board, or that it is somebody else now. */
export class Identity {
  phase = $state<Phase>('starting');
  enrolment = $state.raw<Enrolment>();
  /** An older start with this key was still playing somewhere. */
  isCloned = false;

  async open(given: IdentityParts): Promise<Enrolment> {
    this.enrolment = await Enrolment.open(given);
    return this.enrolment;
  }

  /** `undefined` also while another device is this screen. */
  get enrolled(): Enrolled | undefined {
    return this.phase === 'elsewhere' ? undefined : this.enrolment?.enrolled;
  }

  shows(): void {
    this.phase = 'board';
  }

  /** @returns undefined when the page was left */
  async pair(revoked: boolean, stopped: () => boolean): Promise<Enrolled | undefined> {
    this.phase = 'pairing';
    return this.enrolment?.pair({ revoked, stopped });
  }

  /** 另一台设备: the newer start is the screen; this one shows nothing of the station, which it would hear nothing more of, and says why. */
  stepAside(): void {
    this.phase = 'elsewhere';
  }

  /** The credential is gone: nothing that it gave may stay, and another key asks to be paired. */
  async forget(): Promise<void> {
    this.phase = 'pairing';
    await this.enrolment?.forget();
  }
}
