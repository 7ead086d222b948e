import { mostScreenshotBytes, type PlayerHealth } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';
import { FrameCounter } from './frames.ts';
import { Health, heapOf } from './health.ts';
import { isOverCeiling } from './memory-ceiling.ts';
import type { CarriedOut } from './orders.svelte.ts';
import { pageJpeg, pageProof } from './page-picture.ts';
import type { PixelProof } from './pixels.ts';
import { isUnreached, quietly } from './quietly.ts';
import { playerRelease } from './release.ts';
import type { ScreenApi, TimeHeard } from './screen-api.ts';
import { isNumber, readKept, shelf } from './shelf.ts';
import { storageOf } from './storage.ts';

/** What stands on the glass, as far as the reporter has to know it. */
export interface ReportedGlass {
  manifest: SignedManifest | undefined;
  /** `null`: pairing view, takeover or nothing yet. */
  slideId: string | null;
  clockErrorMs: number | null;
  updateState: PlayerHealth['updateState'];
  isCloned: boolean;
  setAside: readonly string[];
}

export interface ReporterParts {
  slot: string;
  api(): ScreenApi | undefined;
  glass(): ReportedGlass;
  heard(time: TimeHeard): void;
  /** A beat got through to nobody. */
  unreached(): void;
}

/** Without a line one beat in so many is tried: a box that shouts into nothing wears itself out. */
const beatsAlone = 12;
/** A slide has come up and its pictures are there. */
const proofAfterMs = 1_200;
const isShare = (kept: unknown): kept is number => isNumber(kept) && kept >= 0 && kept <= 1;
const volumeKey = (slot: string) => `gangbo-player-volume-${slot}`;

/** What the studio hears of this player besides what it plays: its beats, what went wrong, pictures of the page. */
export class Reporter {
  /** What the page draws into. */
  root: HTMLElement | undefined;
  /** 0 to 1. */
  volume = $state(1);
  readonly #parts: ReporterParts;
  readonly #health = new Health();
  readonly #frames = new FrameCounter();
  #pixels: (PixelProof & { of: string }) | undefined;
  #unproved = 0;
  #beats = 0;
  #proving: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
    this.volume = readKept(shelf, volumeKey(parts.slot), isShare) ?? 1;
  }

  rescued(): void {
    this.#health.rescues += 1;
  }

  /** Whether the page should begin anew between two slides. */
  get isOverCeiling(): boolean {
    return isOverCeiling(heapOf(), performance.now());
  }

  once(id: string, why: string): void {
    if (this.#health.note(id, why)) void this.tell();
  }

  /** 心跳 */
  async beat(isConnected: boolean): Promise<void> {
    this.#beats += 1;
    if (isConnected || this.#beats % beatsAlone === 0) await this.tell();
  }

  /** @returns whether it has arrived */
  async tell(carriedOut?: CarriedOut): Promise<boolean> {
    const { api, glass, heard, unreached } = this.#parts;
    const line = api();
    if (line === undefined) return false;
    const { manifest, ...rest } = glass();
    const report = this.#health.report({
      appVersion: playerRelease,
      heldVersion: manifest?.version ?? null,
      heldHash: manifest?.hash ?? null,
      frames: this.#frames.take(),
      pixels: this.#pixels ?? null,
      unproved: this.#unproved,
      storage: (await storageOf()) ?? null,
      ...rest,
    });
    return quietly(async () => {
      try {
        heard(await line.health({ ...report, ...carriedOut }));
      } catch (error) {
        if (isUnreached(error)) unreached();
        throw error;
      }
    });
  }

  /** A slide of this kind has come up: when it has stood for a moment, a sample of what is drawn goes with the beats. */
  prove(of: Slide['kind'] | 'numbers'): void {
    clearTimeout(this.#proving);
    this.#proving = setTimeout(async () => {
      if (this.root === undefined) return;
      const proof = await proofOfPage(this.root);
      this.#pixels = proof && { ...proof, of };
      this.#unproved = proof === undefined ? this.#unproved + 1 : 0;
    }, proofAfterMs);
  }

  async sendPicture(commandId: string): Promise<void> {
    const picture = this.root && (await pageJpeg(this.root, mostScreenshotBytes));
    if (picture === undefined) this.once('screenshot', 'PAGE_NOT_DRAWN');
    else await quietly(async () => this.#parts.api()?.screenshot(commandId, picture));
  }

  setVolume(percent: number): void {
    this.volume = percent / 100;
    shelf.setItem(volumeKey(this.#parts.slot), String(this.volume));
  }

  stop(): void {
    clearTimeout(this.#proving);
    this.#frames.stop();
  }
}

async function proofOfPage(root: HTMLElement): Promise<PixelProof | undefined> {
  try {
    return await pageProof(root);
  } catch (error) {
    // A canvas that this browser does not let be read.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
