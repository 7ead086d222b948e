import { Temporal } from 'temporal-polyfill';
import type { Expiry, Shift } from './facts.ts';

/** 长期 means until somebody rings and finds it gone: seven days after the last confirmation it lapses. */
export const longTermDays = 7;
/**
 * No date and no 长期: three days. Long enough for a weekend between two deskdays, short enough that a forgotten chat
 * message is off the wall before its number goes dead.
 */
export const unstatedDays = 3;

export interface ExpiryBasis {
  expiry: Expiry;
  shift: Pick<Shift, 'startsOn'>;
  /** When the posting was sent, or somebody last confirmed that it is open. */
  confirmedAt: Temporal.Instant;
  /** IANA zone of the station. */
  timeZone: string;
}

/** The instant from which a posting is never shown. A named day lasts until its midnight in the station's zone. */
export function expiresAt({ expiry, shift, confirmedAt, timeZone }: ExpiryBasis): Temporal.Instant {
  if (expiry.kind === 'date') return endOfDay(expiry.on, timeZone);
  if (expiry.kind === 'long-term') return daysAfter(confirmedAt, longTermDays, timeZone);
  // A job of one named day is over with that day, whatever else was left unsaid.
  return shift.startsOn === undefined ? daysAfter(confirmedAt, unstatedDays, timeZone) : endOfDay(shift.startsOn, timeZone);
}

function endOfDay(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant();
}

function daysAfter(at: Temporal.Instant, days: number, timeZone: string): Temporal.Instant {
  return at.toZonedDateTimeISO(timeZone).add({ days }).toInstant();
}
