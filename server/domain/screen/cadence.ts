/**
 * 同步换页: when a glass turns its page is computed from the server's time, so that glasses that show the same turn together without a word between
 * them. Every slot is a whole number of beats and cycles begin at the epoch: also glasses that show different things change on common beats.
 */
export const beatMs = 2_000;
/** A film whose length is a mistake must not hold the wall for a day. */
export const mostSlotMs = 15 * 60_000;

interface Timed {
  id: string;
  dwellMs: number;
}

export interface Slot<T> {
  item: T;
  /** Instants in the server's time, epoch ms. */
  startsAtMs: number;
  endsAtMs: number;
}

export const slotMs = ({ dwellMs }: Pick<Timed, 'dwellMs'>) => Math.min(mostSlotMs, Math.max(beatMs, Math.ceil(dwellMs / beatMs) * beatMs));

/** What a cycle has at an instant. */
export function slotAt<T extends Timed>(cycle: readonly T[], nowMs: number): (Slot<T> & { index: number }) | undefined {
  const lengthMs = cycle.reduce((sum, item) => sum + slotMs(item), 0);
  if (lengthMs === 0) return undefined;
  let startsAtMs = nowMs - (((nowMs % lengthMs) + lengthMs) % lengthMs);
  for (const [index, item] of cycle.entries()) {
    const endsAtMs = startsAtMs + slotMs(item);
    if (nowMs < endsAtMs) return { item, index, startsAtMs, endsAtMs };
    startsAtMs = endsAtMs;
  }
  return undefined;
}

/** Cut by more than this, a page can't be read to its end: the next one comes early instead. */
const mostCut = 0.2;

/** What stands from an instant on: the cycle's own slot, or the one after it where that is nearly over or has been seen just now. */
export function nextInStep<T extends Timed>(cycle: readonly T[], nowMs: number, currentId: string | undefined): Slot<T> | undefined {
  const slot = slotAt(cycle, nowMs);
  if (slot === undefined) return undefined;
  const isLate = nowMs - slot.startsAtMs > mostCut * (slot.endsAtMs - slot.startsAtMs);
  const after = cycle[(slot.index + 1) % cycle.length];
  if (after === undefined || cycle.length === 1 || !(isLate || slot.item.id === currentId)) return slot;
  return { item: after, startsAtMs: nowMs, endsAtMs: slot.endsAtMs + slotMs(after) };
}

/** When something that stands between two slots gives way: at the cycle's first turn at which it has been read. */
export function untilTurn<T extends Timed>(cycle: readonly T[], nowMs: number, item: Pick<Timed, 'dwellMs'>): number {
  const readAtMs = nowMs + slotMs(item);
  const slot = slotAt(cycle, readAtMs);
  if (slot === undefined || slot.startsAtMs === readAtMs) return readAtMs;
  // Waiting for a long slot to end would keep it up too long: then it gives way on the beat.
  return slot.endsAtMs - readAtMs <= slotMs(item) ? slot.endsAtMs : Math.ceil(readAtMs / beatMs) * beatMs;
}
