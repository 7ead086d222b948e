import type { z } from 'zod';
import type { publicationRequest } from '#server/contract/posting.ts';

export type WantedPublication = z.input<typeof publicationRequest>;

/** `<input type="datetime-local">` speaks of the station's zone; the wire of UTC. China keeps one zone and no summer time. */
export const toWire = (local: string): string | undefined => (local === '' ? undefined : new Date(`${local}:00+08:00`).toISOString());
export const toLocal = (iso: string | null | undefined): string =>
  iso ? new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString().slice(0, 16) : '';
