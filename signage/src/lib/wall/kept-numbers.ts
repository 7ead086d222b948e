import type { WallView } from '#server/contract/figures.ts';
import { isListOf, isRecord, readKept, shelf } from '$signage/player/shelf.ts';

const key = 'gangbo-numbers';
const isRows = isListOf(isRecord);

/** What a wall can draw: it stands all night, and whatever else were kept would make it fail at each start. */
const isView = (kept: unknown): kept is WallView => {
  if (!isRecord(kept) || !isRecord(kept.now) || !isRecord(kept.now.scope)) return false;
  const { serverTime, yesterday, days, teams, now } = kept;
  const lists = [yesterday, days, teams, now.figures, now.byTrade, now.byRegion, now.byHour];
  return typeof serverTime === 'string' && !Number.isNaN(Date.parse(serverTime)) && typeof now.timeZone === 'string' && lists.every(isRows);
};

const isKept = (kept: unknown): kept is { screenId: string; view: WallView } =>
  isRecord(kept) && typeof kept.screenId === 'string' && isView(kept.view);

/** For a start without network: the numbers stand with the time as of which they are. */
export const keepNumbers = (screenId: string, view: WallView): void => shelf.setItem(key, JSON.stringify({ screenId, view }));

export function keptNumbers(screenId: string): WallView | undefined {
  const kept = readKept(shelf, key, isKept);
  return kept?.screenId === screenId ? kept.view : undefined;
}

export const forgetNumbers = (): void => shelf.removeItem(key);
