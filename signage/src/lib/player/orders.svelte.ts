import type { ScreenEvent } from '#server/contract/screens.ts';
import type { SignedManifest, Slide } from '#server/domain/board/manifest.ts';

type Command = Extract<ScreenEvent, { type: 'command' }>;

interface Presented {
  version: number;
  hash: string;
  slideId: string;
  presentedAt: string;
  echoes: string[];
}

export interface OrdersParts {
  /** @returns whether the report has arrived */
  report(presented: Presented): Promise<boolean>;
  refresh(): void;
}

const identifyMs = 15_000;

/** What the studio orders, and the proof that it was done: the echo of a command goes with the next report of what is on the glass. */
export class Orders {
  /** The glass says its name in large letters. */
  identifying = $state(false);
  readonly #parts: OrdersParts;
  #echoes: string[] = [];
  #reportedVersion = 0;

  constructor(parts: OrdersParts) {
    this.#parts = parts;
  }

  obey({ id, command }: Command, onGlass: { slide: Slide; manifest: SignedManifest; upAtMs: number } | undefined): void {
    this.#echoes.push(id);
    if (onGlass) this.#report(onGlass);
    if (command === 'refresh') this.#parts.refresh();
    if (command === 'reload') setTimeout(() => location.reload(), 500 + Math.random() * 2_000);
    if (command === 'identify') {
      this.identifying = true;
      setTimeout(() => {
        this.identifying = false;
      }, identifyMs);
    }
  }

  /** 已上屏: said once a version, and whenever an echo waits. */
  presented(onGlass: { slide: Slide; manifest: SignedManifest; upAtMs: number }): void {
    if (onGlass.manifest.version === this.#reportedVersion && this.#echoes.length === 0) return;
    this.#reportedVersion = onGlass.manifest.version;
    this.#report(onGlass);
  }

  #report({ slide, manifest: { version, hash }, upAtMs }: { slide: Slide; manifest: SignedManifest; upAtMs: number }): void {
    const echoes = this.#echoes.splice(0);
    const presentedAt = new Date(upAtMs).toISOString();
    void this.#parts.report({ version, hash, slideId: slide.id, presentedAt, echoes }).then((sent) => {
      if (!sent) this.#echoes.unshift(...echoes);
    });
  }
}
