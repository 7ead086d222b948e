export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Lines that a page keeps over its end. None of them is worth the glass: where the browser lets nothing be read there is nothing, and what a full disk does not
 * take is known for as long as the page lives.
 */
export function guarded(open: () => Shelf): Shelf {
  const unwritten = new Map<string, string | null>();
  return {
    getItem(name) {
      const known = unwritten.get(name);
      if (known !== undefined) return known;
      try {
        return open().getItem(name);
      } catch {
        return null;
      }
    },
    setItem(name, text) {
      try {
        open().setItem(name, text);
        unwritten.delete(name);
      } catch {
        unwritten.set(name, text);
      }
    },
    removeItem(name) {
      try {
        open().removeItem(name);
        unwritten.delete(name);
      } catch {
        unwritten.set(name, null);
      }
    },
  };
}

export const shelf = guarded(() => localStorage);

/** What was kept; undefined for nothing, and for what is not as this page writes it: cut short by a dead battery, or another release's. */
export function readKept<T>(from: Pick<Shelf, 'getItem'>, name: string, isSound: (kept: unknown) => kept is T): T | undefined {
  const text = from.getItem(name);
  if (text === null) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    return isSound(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export const isRecord = (kept: unknown): kept is Record<string, unknown> =>
  typeof kept === 'object' && kept !== null && !Array.isArray(kept);
export const isListOf =
  <T>(isOne: (kept: unknown) => kept is T) =>
  (kept: unknown): kept is T[] =>
    Array.isArray(kept) && kept.every(isOne);
export const isNumber = (kept: unknown): kept is number => typeof kept === 'number';
