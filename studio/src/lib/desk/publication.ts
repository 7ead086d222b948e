import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { publicationRequest } from '#server/contract/posting.ts';

export type WantedPublication = z.input<typeof publicationRequest>;

/** `<input type="datetime-local">` speaks of the station's zone, whatever this computer's is; the wire of UTC. */
export const toWire = (local: string, timeZone: string): string | undefined =>
  local === '' ? undefined : Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString();

export const toLocal = (iso: string | null | undefined, timeZone: string): string =>
  iso
    ? Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute', roundingMode: 'trunc' })
    : '';
