import { Temporal } from 'temporal-polyfill';

export interface Clock {
  now(): Temporal.Instant;
}

/** The column type keeps microseconds; milliseconds make an instant the same before and after the database. */
export const systemClock: Clock = { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()) };
