import type { Asset, SignedManifest } from '#server/domain/board/manifest.ts';
import type { Enrolled } from './enrolment.svelte.ts';
import { loadFonts } from './preload.ts';
import { recallManifest, receiveManifest } from './receive-manifest.ts';
import type { Slot } from './store.ts';

export interface ManifestsParts {
  /** Which screen this device is just now. */
  enrolled(): Enrolled | undefined;
  /** What this start finds of its files. */
  recall(assets: readonly Asset[]): Promise<void>;
  /** Small pictures are waited for a little. */
  bring(next: SignedManifest): Promise<void>;
  /** It is held from now on. */
  taken(next: SignedManifest, before: SignedManifest | undefined): void;
  /** For the next start, as it was received. */
  keep(text: string): Promise<void>;
  report(id: string, why: string): void;
}

/** 清单: the one that is held. A newer one is verified, its fonts and small pictures are brought, and only then it is taken, and kept for the next start. */
export class Manifests {
  held = $state.raw<SignedManifest>();
  readonly #parts: ManifestsParts;

  constructor(parts: ManifestsParts) {
    this.#parts = parts;
  }

  /** @returns whether there is one that may be shown */
  async recall({ manifest: text, trusted, screenId }: Pick<Slot, 'manifest' | 'trusted' | 'screenId'>): Promise<boolean> {
    if (text === undefined || trusted === undefined || screenId === undefined) return false;
    const manifest = await recallManifest(text, { trusted, screenId, preload: loadFonts });
    if (manifest === undefined) return false;
    await this.#parts.recall(manifest.assets);
    this.#take(manifest);
    return true;
  }

  /** @returns whether it was taken */
  async receive(text: string): Promise<boolean> {
    const { bring, keep, report } = this.#parts;
    const enrolled = this.#parts.enrolled();
    if (enrolled === undefined) return false;
    const preload = async (next: SignedManifest) => void (await Promise.all([loadFonts(next), bring(next)]));
    const received = await receiveManifest(text, { ...enrolled, held: this.held, preload });
    if (received.kind === 'refused') report(`manifest-${received.version ?? '?'}`, received.why);
    // Pictures were waited for: meanwhile the credential may have gone, and with it every right to show this.
    const isStillOurs = this.#parts.enrolled()?.screenId === enrolled.screenId;
    if (received.kind !== 'new' || !isStillOurs) return false;
    this.#take(received.manifest);
    await keep(text);
    return true;
  }

  forget(): void {
    this.held = undefined;
  }

  #take(next: SignedManifest): void {
    const before = this.held;
    this.held = next;
    this.#parts.taken(next, before);
  }
}
