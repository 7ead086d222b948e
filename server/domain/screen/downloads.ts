import { isWithin } from './time-of-day.ts';

/** When a station wants large files to come: at night its line is free. Times of its own zone, HH:MM; may go over midnight. */
export interface DownloadWindow {
  from: string;
  to: string;
}

/** Up to this much a file comes whenever it is asked for: a picture that was approved just now is wanted now. */
export const smallFileBytes = 4 * 1024 * 1024;

export function mayDownload({ bytes }: { bytes: number }, window: DownloadWindow | undefined, timeOfDay: string): boolean {
  return window === undefined || bytes <= smallFileBytes || isWithin(window, timeOfDay);
}

/** A hundred walls that hear of the same film at once ask for it one after the other: a second of spread for each megabyte, two minutes at most. */
export function staggerMs(bytes: number, random: number): number {
  return Math.round(random * Math.min(120_000, (bytes / 1_048_576) * 1_000));
}

/** What a device must keep free for its own working: a store that is full to the last byte fails in other places. */
const reserveBytes = 32 * 1024 * 1024;
const reserveShare = 0.05;

/** Asked before a download starts: a file that can't end is not begun. `undefined` quota: a browser that doesn't say is tried. */
export function hasRoomFor(bytes: number, storage: { usedBytes: number; quotaBytes: number } | undefined): boolean {
  if (storage === undefined) return true;
  const reserve = Math.min(reserveBytes, storage.quotaBytes * reserveShare);
  return bytes <= storage.quotaBytes - storage.usedBytes - reserve;
}
