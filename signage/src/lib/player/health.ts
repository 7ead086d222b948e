import type { PlayerHealth } from '#server/contract/screens.ts';

const startedAtMs = performance.now();
const mostNoted = 5;
const mostItems = 20;

/** What the player's parts know of themselves. */
export interface Vitals
  extends Pick<
    PlayerHealth,
    'appVersion' | 'heldVersion' | 'heldHash' | 'slideId' | 'frames' | 'pixels' | 'storage' | 'clockErrorMs' | 'updateState' | 'isCloned'
  > {
  setAside: readonly string[];
}

/** How this player fares: what it had to leave out, and how often something had to step in. */
export class Health {
  rescues = 0;
  #noted: PlayerHealth['setAside'] = [];

  /** Something that was kept off the glass, or went wrong. @returns whether that is news */
  note(id: string, why: string): boolean {
    const words = why.slice(0, 200);
    // A wrong manifest is fetched again with every poll, and is wrong every time.
    if (this.#noted.some((noted) => noted.id === id && noted.why === words)) return false;
    this.#noted = [{ id: id.slice(0, 80), why: words }, ...this.#noted].slice(0, mostNoted);
    return true;
  }

  report({ setAside, ...vitals }: Vitals): PlayerHealth {
    return {
      userAgent: navigator.userAgent.slice(0, 300),
      viewport: { width: innerWidth, height: innerHeight, pixelRatio: devicePixelRatio },
      uptimeMs: Math.round(performance.now() - startedAtMs),
      heapBytes: heapOf()?.usedBytes ?? null,
      setAside: [...setAside.map((id) => ({ id: id.slice(0, 80), why: 'failed three times' })), ...this.#noted].slice(0, mostItems),
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
