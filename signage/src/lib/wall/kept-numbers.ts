import type { WallView } from '#server/contract/figures.ts';

const key = 'gangbo-numbers';

/** For a start without network: the numbers stand with the time as of which they are. */
export function keepNumbers(screenId: string, view: WallView): void {
  try {
    localStorage.setItem(key, JSON.stringify({ screenId, view }));
  } catch (error) {
    // A disk that is full must not keep from the glass what is here.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function keptNumbers(screenId: string): WallView | undefined {
  const kept = localStorage.getItem(key);
  if (kept === null) return undefined;
  const { screenId: of, view } = JSON.parse(kept) as { screenId: string; view: WallView };
  return of === screenId ? view : undefined;
}

export const forgetNumbers = (): void => localStorage.removeItem(key);
