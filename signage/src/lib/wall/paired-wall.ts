import type { WallView } from '#server/contract/figures.ts';
import { ScreenApi } from '$signage/player/screen-api.ts';
import { PlayerStore } from '$signage/player/store.ts';
import { WallLine } from './wall-line.svelte.ts';

/** The slot in which a device that is one screen keeps what it was given at pairing. */
const slotName = 'default';

/**
 * Opens the wall with the key by which this device was paired as a player; nothing of the player's own is changed.
 * @throws what fetch throws, or Error where the server says no for now: worth trying again
 */
export async function openPairedWall(): Promise<WallLine | 'unpaired'> {
  const store = await PlayerStore.open();
  const slot = await store.slot(slotName);
  if (slot?.screenId === undefined) return 'unpaired';
  const { screenId, keys, adoption } = slot;
  const api = new ScreenApi({ screenId, keys, wire: { cut: false }, adoption });
  await api.openSession();
  const door = `/api/screen/wall?screen=${screenId}`;
  const response = await fetch(door, { cache: 'no-store' });
  if (!response.ok) throw new Error(`the wall answers ${response.status}`);
  const first = (await response.json()) as WallView;
  return new WallLine({ events: `/api/screen/wall/events?screen=${screenId}`, door, first, renew: () => api.openSession() });
}
