import { Temporal } from 'temporal-polyfill';

/** 待回访: how long a place waits for a clerk's call. */
export const holdMinutes = 15;

export function holdUntil(now: Temporal.Instant): Temporal.Instant {
  return now.add({ minutes: holdMinutes });
}

export function holdLapsed(until: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(until, now) <= 0;
}
