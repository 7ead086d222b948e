import { customType } from 'drizzle-orm/pg-core';
import { Temporal } from 'temporal-polyfill';

/**
 * `timestamptz` ↔ `Temporal.Instant`. Both drivers hand the column over as text (`2026-11-21 23:22:45.12+00`, and
 * `2026-11-21T23:22:45.12+00:00` inside aggregated JSON), which `Instant.from` reads as it is. PostgreSQL keeps microseconds:
 * an instant with nanoseconds comes back rounded.
 */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Temporal.Instant.from(value),
});

/** `bytea`. PGlite hands over a Uint8Array, pg a Buffer, which is one. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
});
