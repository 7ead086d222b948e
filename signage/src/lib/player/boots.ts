import { isListOf, isNumber, readKept, shelf } from './shelf.ts';

/** Starts in a short time mean that something kills the page: each further one waits longer before it does anything but show what is kept. */
const key = 'gangbo-player-boots';
const windowMs = 120_000;
const freeBoots = 3;
const mostWaitMs = 60_000;

/** @returns how long this start should wait before it talks to anybody, ms */
export function noteBoot(slot: string, nowMs = Date.now()): number {
  const name = `${key}-${slot}`;
  const past = (readKept(shelf, name, isListOf(isNumber)) ?? []).filter((at) => at <= nowMs && nowMs - at < windowMs);
  shelf.setItem(name, JSON.stringify([...past, nowMs].slice(-20)));
  const over = past.length - freeBoots;
  return over < 0 ? 0 : Math.min(1_000 * 2 ** over, mostWaitMs);
}
