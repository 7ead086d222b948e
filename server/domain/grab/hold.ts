import { Temporal } from 'temporal-polyfill';

/** 待回访: how long a place waits for a clerk's call. */
export const holdMinutes = 15;

/** Places that a person whose phone nobody has proved may hold at a time: a clerk has to ring for each. */
export const mostHeld = 3;

/**
 * Jobs that one person may have asked for and not been answered about, at a time. Nobody goes to more; one telephone could else grey a whole station's
 * walls in ten minutes.
 */
export const mostUnanswered = 10;

export function holdUntil(now: Temporal.Instant): Temporal.Instant {
  return now.add({ minutes: holdMinutes });
}

export function holdLapsed(until: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(until, now) <= 0;
}
