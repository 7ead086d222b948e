import type { PlayerHealth } from '#server/contract/screens.ts';

const startedAtMs = performance.now();
const mostNoted = 5;
const mostItems = 20;
const overAfterMs = 3_600_000;

/** What the player's parts know of themselves. */
export interface Vitals
  extends Pick<
    PlayerHealth,
    | 'appVersion'
    | 'heldVersion'
    | 'heldHash'
    | 'slideId'
    | 'frames'
    | 'pixels'
    | 'unproved'
    | 'storage'
    | 'clockErrorMs'
    | 'updateState'
    | 'isCloned'
  > {
  setAside: readonly string[];
}

/** How this player fares: what it had to leave out, and how often something had to step in. */
export class Health {
  rescues = 0;
  #noted: { id: string; why: string; mono: number }[] = [];

  /** Something that was kept off the glass, or went wrong. @returns whether that is news */
  note(id: string, why: string): boolean {
    const words = why.slice(0, 200);
    // A wrong manifest is fetched again with every poll, and is wrong every time.
    const mono = performance.now();
    const before = this.#lately().find((noted) => noted.id === id.slice(0, 80) && noted.why === words);
    if (before !== undefined) {
      before.mono = mono;
      return false;
    }
    this.#noted = [{ id: id.slice(0, 80), why: words, mono }, ...this.#lately()].slice(0, mostNoted);
    return true;
  }

  /** What has not happened again for an hour is over: an evicted file has been fetched, a disk has room. */
  #lately() {
    return this.#noted.filter(({ mono }) => performance.now() - mono < overAfterMs);
  }

  report({ setAside, ...vitals }: Vitals): PlayerHealth {
    return {
      userAgent: navigator.userAgent.slice(0, 300),
      viewport: { width: innerWidth, height: innerHeight, pixelRatio: devicePixelRatio },
      uptimeMs: Math.round(performance.now() - startedAtMs),
      heapBytes: heapOf()?.usedBytes ?? null,
      setAside: [
        ...setAside.map((id) => ({ id: id.slice(0, 80), why: 'SET_ASIDE' })),
        ...this.#lately().map(({ id, why }) => ({ id, why })),
      ].slice(0, mostItems),
      rescues: this.rescues,
      ...vitals,
    };
  }
}

/** Chromium alone says it. */
export function heapOf(): { usedBytes: number; limitBytes: number } | undefined {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number; jsHeapSizeLimit: number } };
  return memory && { usedBytes: memory.usedJSHeapSize, limitBytes: memory.jsHeapSizeLimit };
}
