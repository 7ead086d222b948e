import type { PlayerHealth } from '#server/contract/screens.ts';

const startedAtMs = performance.now();
/** Told to the studio, so that an old page on a box can be seen. */
const playerVersion = '0.1.0';
const mostNoted = 5;
const mostItems = 20;

/** How this player fares: what it had to leave out, and how often something had to step in. */
export class Health {
  rescues = 0;
  #noted: PlayerHealth['setAside'] = [];

  /** Something that was kept off the glass, or went wrong. @returns whether that is news */
  note(id: string, why: string): boolean {
    const words = why.slice(0, 200);
    // A wrong manifest is fetched again with every poll, and is wrong every time.
    if (this.#noted.some((noted) => noted.id === id && noted.why === words)) return false;
    this.#noted = [{ id, why: words }, ...this.#noted].slice(0, mostNoted);
    return true;
  }

  report({ heldVersion, setAside }: { heldVersion: number | null; setAside: readonly string[] }): PlayerHealth {
    const memory = (performance as Performance & { memory?: { usedJSHeapSize: number } }).memory;
    return {
      appVersion: playerVersion,
      userAgent: navigator.userAgent.slice(0, 300),
      viewport: { width: innerWidth, height: innerHeight, pixelRatio: devicePixelRatio },
      heldVersion,
      uptimeMs: Math.round(performance.now() - startedAtMs),
      heapBytes: memory?.usedJSHeapSize ?? null,
      setAside: [...setAside.map((id) => ({ id, why: 'failed three times' })), ...this.#noted].slice(0, mostItems),
      rescues: this.rescues,
    };
  }
}
