import { Temporal } from 'temporal-polyfill';

/** What a clock on the wall of the station said at an instant, as a date-and-time field holds it. */
export function wallClock(iso: string, timeZone: string): string {
  return Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

/** The instant at which that clock said so. */
export function instantOf(wall: string, timeZone: string): string {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).toInstant().toString();
}
